import { numbered } from "./emit.ts";
import { encode, idLine, resetEvent } from "./event.ts";
import type { Hub } from "./hub.ts";
import type { LoadedPerson } from "./load-people.ts";
import { writePosition } from "./position.ts";
import { mostArrivals, readMissed, type Missed } from "./read-arrivals.ts";
import type { Subscriber } from "./subscribers.ts";
import type { Stream } from "./stream.ts";

/** A stream that is to be brought to where its instance stands. */
export interface Behind {
  subscriber: Subscriber;
  stream: Stream;
  person: LoadedPerson;
  /** Where its reader stands; left out: it gets what comes from now on. */
  after: ReadonlyMap<number, number> | undefined;
  /** Whether something happened that no event tells. */
  reset: boolean;
  /** Goes first. */
  greeting: string;
}

/**
 * Tells streams what they missed, in one statement for all of them, or `reset` when that is too much. From then on they
 * stand where the instance does, or before it in feeds of which their readers have already seen more.
 */
export async function replay({ subscribers, db }: Hub, behind: readonly Behind[]): Promise<void> {
  const missed: Missed[] = [];
  const starts = behind.map(({ subscriber, stream, person, after, reset }, reader) => {
    const start = new Map<number, number>();
    const above = new Map<number, number>();
    const stretches: Missed[] = [];
    for (const { id, head: newest, low } of person.feeds) {
      const head = subscribers.feeds.get(id)?.head ?? newest;
      const at = after ? Math.max(Math.min(after.get(id) ?? 0, newest), low) : newest;
      start.set(id, at);
      if (at > head) above.set(id, at);
      else if (at < head) stretches.push({ reader, personId: person.personId, feedId: id, after: at, upTo: head });
    }
    stream.above = above.size > 0 ? above : undefined;
    const tooMany = stretches.reduce((sum, { after: from, upTo }) => sum + upTo - from, 0) > mostArrivals;
    if (!tooMany) missed.push(...stretches);
    const end = subscribers.position(subscriber, stream);
    return {
      reset: reset || tooMany,
      tooMany,
      end,
      begin: end.map(([id, head]): [number, number] => [id, start.get(id) ?? head]),
    };
  });
  const arrivals = await readMissed(db, missed);
  behind.forEach(({ subscriber, stream, greeting }, reader) => {
    const { reset, tooMany, begin, end } = starts[reader] as (typeof starts)[number];
    const id = (vector: typeof begin) => idLine(writePosition(vector, subscriber.version));
    const first = tooMany ? end : begin;
    stream.push(
      encode(
        greeting +
          (reset ? id(first) + resetEvent : "") +
          numbered(arrivals.get(reader) ?? [], first, subscriber.version) +
          id(end) +
          "\n",
      ),
    );
  });
}
