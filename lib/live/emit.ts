import { type Change } from "#lib/bus/topics.ts";
import { setImmediate as nextTick } from "node:timers/promises";
import { encode, encodeEvent, idLine, resetEvent } from "./event.ts";
import { writePosition } from "./position.ts";
import { mostArrivals, type Arrival } from "./read-arrivals.ts";
import type { Subscriber, Subscribers } from "./subscribers.ts";

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
  // What somebody is told follows from where they stand, and most stand where others do: written once for all of those.
  const chunks = new Map<string, Uint8Array>();
  let served = 0;
  for (const [subscriber, news] of due) {
    for (const stream of subscriber.streams) {
      const vector = subscribers.position(subscriber, stream);
      const key = `${subscriber.version} ${vector.join()}`;
      const bytes = chunks.get(key) ?? chunk(vector, subscriber.version, news, heads);
      chunks.set(key, bytes);
      stream.push(bytes);
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

/** @param vector where the reader stands; moves along */
function chunk(vector: [feedId: number, head: number][], version: number, news: News, heads: Heads): Uint8Array {
  if (news !== "too many") return encode(numbered(news, vector, version));
  for (const place of vector) place[1] = Math.max(place[1], heads.get(place[0]) ?? 0);
  return encode(idLine(writePosition(vector, version)) + resetEvent);
}

/**
 * Events with the position that each brings its reader to; what the reader has already is left out.
 * @param vector where the reader stands; moves along
 */
export function numbered(
  arrivals: readonly Arrival[],
  vector: [feedId: number, head: number][],
  version: number,
): string {
  let text = "";
  for (const { feedId, seq, event } of arrivals) {
    const place = vector.find(([id]) => id === feedId);
    if (!place || seq <= place[1]) continue;
    place[1] = seq;
    text += idLine(writePosition(vector, version)) + event;
  }
  return text;
}

/** Sends a person's streams what they did to their inbox, in this window or another. */
export function emitChange(subscribers: Subscribers, subscriber: Subscriber, { event, origin, id }: Change): void {
  const text = event === "reset" ? resetEvent : encodeEvent(event, { origin, id });
  for (const stream of subscriber.streams)
    stream.push(encode(idLine(writePosition(subscribers.position(subscriber, stream), subscriber.version)) + text));
}
