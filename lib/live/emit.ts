import { type Change } from "#lib/bus/topics.ts";
import { setImmediate as nextTick } from "node:timers/promises";
import { encode, encodeEvent, idLine, resetEvent, type Chunk } from "./event.ts";
import { writeAsOf } from "#lib/inbox/as-of.ts";
import { positionAt, writePosition } from "./position.ts";
import { mostArrivals, type Arrival } from "./read-arrivals.ts";
import type { Feed, Subscriber, Subscribers } from "./subscribers.ts";

/** Streams served before other work of the process gets its turn. */
const atOnce = 250;

/** New heads of feeds, by feed. */
export type Heads = ReadonlyMap<number, number>;

/**
 * Sends arrivals to every stream that sees them, each with the position it brings its reader to, and moves the heads.
 * @param arrivals by rising id
 * @param heads of all feeds that moved
 * @param leaps those of them that moved too far to tell
 */
export async function emitArrivals(
  subscribers: Subscribers,
  arrivals: readonly Arrival[],
  heads: Heads,
  leaps: ReadonlySet<number>,
): Promise<void> {
  const told = Map.groupBy(arrivals, ({ feedId }) => feedId);
  const due = new Map<Subscriber, News>();
  for (const feedId of heads.keys()) {
    const news = leaps.has(feedId) ? "too many" : told.get(feedId);
    // What was purged before it could be told is no news.
    if (!news) continue;
    for (const subscriber of subscribers.of(feedId)) due.set(subscriber, together(due.get(subscriber), news));
  }
  // What somebody is told follows from the feeds they see, and most see what others do: written once for all of those.
  const shared = new Map<readonly Feed[], Chunks>();
  let served = 0;
  for (const [subscriber, news] of due) {
    const feeds = subscribers.feedsOf(subscriber);
    for (const stream of subscriber.streams) {
      let chunks = stream.above ? undefined : shared.get(feeds);
      if (!chunks) {
        chunks = chunksOf(subscribers.position(subscriber, stream), news, heads);
        if (!stream.above) shared.set(feeds, chunks);
      }
      stream.push(chunks(subscriber.version));
      if (++served % atOnce === 0) await nextTick();
    }
  }
  for (const [feedId, head] of heads) {
    const feed = subscribers.feeds.get(feedId);
    if (feed) feed.head = head;
  }
}

type News = readonly Arrival[] | "too many";

function together(before: News | undefined, more: News): News {
  if (before === undefined || more === "too many") return more;
  if (before === "too many" || before.length + more.length > mostArrivals) return "too many";
  return [...before, ...more].sort((a, b) => a.id - b.id);
}

/** What readers are told who stand at one place, each with the version of their inbox. */
type Chunks = (version: number) => Chunk;

/** @param vector where the reader stands; moves along */
function chunksOf(vector: [feedId: number, head: number][], news: News, heads: Heads): Chunks {
  const steps = news === "too many" ? [leap(vector, heads)] : stepsOf(news, vector);
  const made = new Map<number, Chunk>();
  return (version) => {
    const chunk = made.get(version) ?? encode(written(steps, version));
    made.set(version, chunk);
    return chunk;
  };
}

/** An event, and how far in all feeds it brings its reader. */
interface Step {
  asOf: string;
  event: string;
}

function leap(vector: [feedId: number, head: number][], heads: Heads): Step {
  for (const place of vector) place[1] = Math.max(place[1], heads.get(place[0]) ?? 0);
  return { asOf: writeAsOf(vector), event: resetEvent };
}

function stepsOf(arrivals: readonly Arrival[], vector: [feedId: number, head: number][]): Step[] {
  const steps: Step[] = [];
  for (const { feedId, seq, event } of arrivals) {
    const place = vector.find(([id]) => id === feedId);
    if (!place || seq <= place[1]) continue;
    place[1] = seq;
    steps.push({ asOf: writeAsOf(vector), event });
  }
  return steps;
}

const written = (steps: readonly Step[], version: number) =>
  steps.map(({ asOf, event }) => idLine(positionAt(asOf, version)) + event).join("");

/**
 * Events with the position that each brings its reader to; what the reader has already is left out.
 * @param vector where the reader stands; moves along
 */
export const numbered = (
  arrivals: readonly Arrival[],
  vector: [feedId: number, head: number][],
  version: number,
): string => written(stepsOf(arrivals, vector), version);

/** Sends a person's streams what they did to their inbox, in this window or another. */
export function emitChange(subscribers: Subscribers, subscriber: Subscriber, { event, origin, id }: Change): void {
  const text = event === "reset" ? resetEvent : encodeEvent(event, { origin, id });
  for (const stream of subscriber.streams)
    stream.push(encode(idLine(writePosition(subscribers.position(subscriber, stream), subscriber.version)) + text));
}
