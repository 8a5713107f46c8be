import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { getBroadcast } from "#lib/broadcast/get.ts";
import { BelfryError } from "#lib/errors.ts";
import { encode, encodeEvent } from "./event.ts";
import { allStreams, type Line } from "./line.ts";

/** How far back to look for those in flight. */
const newest = 100;

/** Tells how far broadcasts have come, to the streams of those who may send some; what they know already is not repeated. */
export async function tellProgress(line: Line, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const { db, progress } = line;
  const hearing = allStreams(line).filter(({ hearsBroadcasts }) => hearsBroadcasts);
  if (hearing.length === 0) return;
  const events = await progressEvents(db, ids);
  const news = [...events].filter(([id, event]) => progress.get(id) !== event);
  for (const [id, event] of news) progress.set(id, event);
  const bytes = encode(news.map(([, event]) => event).join(""));
  for (const stream of hearing) stream.push(bytes);
}

/** How far some broadcasts have come, an event each. */
export async function progressEvents(db: Db, ids: readonly number[]): Promise<Map<number, string>> {
  const events = new Map<number, string>();
  for (const found of await Promise.all(
    [...new Set(ids)].map((id) => getBroadcast({ db: db }, { id, details: false }).catch(nothingWhenGone)),
  )) {
    if (!found) continue;
    const { id, state, total, successful, failed } = found;
    events.set(id, encodeEvent("broadcast", { id, state, total, successful, failed }));
  }
  return events;
}

function nothingWhenGone(error: unknown): undefined {
  if (!(error instanceof BelfryError && error.code === "not-found")) throw error;
}

/** Broadcasts that run or ended just now: what somebody who comes (back) to the page may take for one in flight. */
export async function recentBroadcasts(db: Db): Promise<number[]> {
  const rows = await db.execute<{ id: number }>(sql`
    select id from (select id, state, finished_at from broadcast order by id desc limit ${newest}) as b
    where state = 'running' or finished_at > now() - interval '10 minutes' order by id`);
  return rows.map(({ id }) => id);
}
