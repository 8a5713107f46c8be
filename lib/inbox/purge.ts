import { sql, type SQL } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { announcement } from "#lib/bus/bus.ts";
import { committed } from "#lib/bus/committed.ts";
import { floorTopic } from "#lib/bus/topics.ts";
import type { SystemCtx } from "#lib/ctx.ts";

type Row = Record<string, unknown>;

/** Rows deleted by one statement: short locks, and little for a replica to swallow at once. */
const batchRows = 1000;

/**
 * Deletes what is older than the retention by the database's clock, and what a deleted origin left behind: raises each feed's floor and deletes
 * below it, in small batches. May run while everything else does, and may be cut off: the next run goes on.
 * @returns how many notifications are gone
 */
export async function purge(
  ctx: Pick<SystemCtx, "db" | "log">,
  { retentionDays }: { retentionDays: number },
): Promise<number> {
  const oldest = sql`now() - ${retentionDays} * interval '1 day'`;
  let purged = 0;
  for (const feedId of await dueFeeds(ctx.db, oldest)) {
    let batch = { gone: 0, upTo: 0 };
    do {
      batch = await purgeBatch(ctx.db, { feedId, oldest, after: batch.upTo });
      purged += batch.gone;
    } while (batch.gone > 0);
    await ctx.db.execute(
      sql`delete from receipt r using feed f where f.id = ${feedId} and r.feed_id = f.id and r.seq <= f.floor`,
    );
  }
  await ctx.db.execute(sql`delete from clearing where created_at < now() - interval '1 day'`);
  ctx.log.info({ purged, retentionDays }, "old notifications purged");
  return purged;
}

/** Feeds whose oldest notification is due: one index look-up a feed. */
async function dueFeeds(db: Db, oldest: SQL): Promise<number[]> {
  const feeds = await db.execute<Row & { id: number }>(sql`
    select f.id from feed f cross join lateral (
      select n.seq, n.created_at from notification n where n.feed_id = f.id order by n.seq limit 1
    ) as first
    where first.seq <= f.floor or first.created_at < ${oldest} order by f.id`);
  return feeds.map(({ id }) => id);
}

/**
 * The floor goes up first within the statement, so nobody ever counts what is no longer there. Publishers to the feed
 * wait for one batch at the most.
 * @param batch.after where the last one ended: what that deleted is in the index for a while, and would be passed over again
 */
async function purgeBatch(
  db: Db,
  { feedId, oldest, after }: { feedId: number; oldest: SQL; after: number },
): Promise<{ gone: number; upTo: number }> {
  const [row] = await db.execute<Row & { gone: number; upTo: number; topic: string | null }>(sql`
    with due as (
      select n.seq from (
        select seq, created_at from notification where feed_id = ${feedId} and seq > ${after} order by seq limit ${batchRows}
      ) as n join feed f on f.id = ${feedId}
      where n.seq <= f.floor or n.created_at < ${oldest}
    ), raised as (
      update feed set floor = greatest(floor, (select max(seq) from due)) where id = ${feedId} and exists (select from due)
      returning id, floor, audience
    ), named as materialized (
      select ${floorTopic} as topic from raised
    ), announced as materialized (
      select topic, ${announcement(sql`topic`)} from named
    ), deleted as (
      delete from notification where feed_id = ${feedId} and seq > ${after} and seq <= (select max(seq) from due) returning seq
    )
    select count(*) as gone, coalesce(max(seq), 0) as "upTo", (select topic from announced) from deleted`);
  if (row?.topic) committed(db, [row.topic]);
  return row ?? { gone: 0, upTo: 0 };
}
