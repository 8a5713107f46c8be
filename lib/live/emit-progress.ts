import type { Db } from "#db/client.ts";
import { readProgress } from "#lib/broadcast/progress.ts";
import { encode, encodeEvent } from "./event.ts";
import { allStreams, type Hub } from "./hub.ts";

/** Sends how far broadcasts have come, to the streams of those who may send some; what they know already is not repeated. */
export async function emitProgress(hub: Hub, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const { db, progress } = hub;
  const hearing = allStreams(hub).filter(({ hearsBroadcasts }) => hearsBroadcasts);
  if (hearing.length === 0) return;
  const events = await progressEvents(db, ids);
  const news = [...events].filter(([id, event]) => progress.get(id) !== event);
  for (const [id, event] of news) progress.set(id, event);
  const chunk = encode(news.map(([, event]) => event).join(""));
  for (const stream of hearing) stream.push(chunk);
}

/** How far some broadcasts have come, an event each. */
export async function progressEvents(db: Db, ids: readonly number[]): Promise<Map<number, string>> {
  const read = await readProgress(db, [...new Set(ids)]);
  return new Map(read.map((progress) => [progress.id, encodeEvent("broadcast", progress)]));
}
