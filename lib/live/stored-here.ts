import type { Stored } from "#lib/bus/committed.ts";
import { encodeText } from "./event.ts";
import type { Arrival, Stretch } from "./read-arrivals.ts";

/** More is not worth its memory: the database has it. */
const mostKept = 1000;

/**
 * What this instance stored itself and has not dispatched yet: it needs not be read again. When it is dispatched is said
 * by its announcement, as for any other.
 */
export class StoredHere {
  readonly #byFeed = new Map<number, Stored[]>();
  #many = 0;

  add(stored: readonly Stored[]): void {
    for (const one of stored) {
      const others = this.#byFeed.get(one.feedId);
      if (others) others.push(one);
      else this.#byFeed.set(one.feedId, [one]);
    }
    this.#many += stored.length;
    if (this.#many > mostKept) this.clear();
  }

  /** The whole of a stretch; nothing where a part of it is not here. What lies in it or before is forgotten. */
  take({ feedId, after, upTo }: Stretch): Arrival[] | undefined {
    const here = this.#byFeed.get(feedId);
    if (!here) return undefined;
    const later = here.filter(({ seq }) => seq > upTo);
    if (later.length > 0) this.#byFeed.set(feedId, later);
    else this.#byFeed.delete(feedId);
    this.#many -= here.length - later.length;
    const inside = here.filter(({ seq }) => seq > after && seq <= upTo);
    if (inside.length < upTo - after) return undefined;
    return inside.map(({ seq, id, text }) => ({ feedId, seq, id, event: encodeText("notification", text()) }));
  }

  clear(): void {
    this.#byFeed.clear();
    this.#many = 0;
  }
}
