import { LRUCache } from "lru-cache";
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
  readonly #kept = new LRUCache<string, Stored>({ max: mostKept });

  add(stored: readonly Stored[]): void {
    for (const one of stored) this.#kept.set(place(one), one);
  }

  /** The whole of a stretch, which is forgotten; nothing where a part of it is not here. */
  take({ feedId, after, upTo }: Stretch): Arrival[] | undefined {
    const found: Stored[] = [];
    for (let seq = after + 1; seq <= upTo; seq++) {
      const key = place({ feedId, seq });
      const one = this.#kept.get(key);
      if (!one) return undefined;
      found.push(one);
    }
    for (const one of found) this.#kept.delete(place(one));
    return found.map(({ seq, id, text }) => ({ feedId, seq, id, event: encodeText("notification", text()) }));
  }

  clear(): void {
    this.#kept.clear();
  }
}

const place = ({ feedId, seq }: Pick<Stored, "feedId" | "seq">) => `${feedId} ${seq}`;
