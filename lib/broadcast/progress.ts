import { and, count, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { broadcast, delivery } from "#db/schema/index.ts";
import { isSeen } from "./is-seen.ts";

/** How far back to look for those in flight. */
const newest = 100;

/** How far a broadcast has come. */
export interface Progress {
  id: number;
  state: typeof broadcast.$inferSelect.state;
  total: number;
  successful: number;
  failed: number;
}

/** How far some broadcasts have come, by their numbers; one that is gone is left out. */
export async function readProgress(db: Db, ids: readonly number[]): Promise<Progress[]> {
  if (ids.length === 0) return [];
  return db
    .select({
      id: broadcast.id,
      state: broadcast.state,
      total: count(delivery.broadcastId),
      successful: sql`count(*) filter (where ${delivery.outcome} = 'delivered')`.mapWith(Number),
      failed: sql`count(*) filter (where ${delivery.outcome} not in ('queued', 'sending', 'delivered'))`.mapWith(
        Number,
      ),
    })
    .from(broadcast)
    .leftJoin(delivery, eq(delivery.broadcastId, broadcast.id))
    .where(and(inArray(broadcast.id, [...ids]), isSeen))
    .groupBy(broadcast.id)
    .orderBy(broadcast.id);
}

/** Broadcasts that run or ended just now: what somebody who comes (back) to the page may take for one in flight. */
export async function recentBroadcasts(db: Db): Promise<number[]> {
  const rows = await db.execute<{ id: number }>(sql`
    select id from (select id, state, finished_at from broadcast where outlet_id is null order by id desc limit ${newest}) as b
    where state = 'running' or finished_at > now() - interval '10 minutes' order by id`);
  return rows.map(({ id }) => id);
}
