import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";

/**
 * Deletes broadcasts that ended longer ago than the retention, by the database's clock, with what came of each server.
 * One in a statement: short locks, and nobody ever sees half of one. One that is retried meanwhile stays.
 * @returns how many are gone
 */
export async function purgeBroadcasts(
  { db, log }: Pick<SystemCtx, "db" | "log">,
  { retentionDays }: { retentionDays: number },
): Promise<number> {
  const due = sql`state in ('finished', 'cancelled', 'failed') and finished_at < now() - ${retentionDays} * interval '1 day'`;
  const old = await db.execute<{ id: number }>(sql`select id from broadcast where ${due} order by id`);
  let purged = 0;
  for (const { id } of old) purged += (await db.execute(sql`delete from broadcast where id = ${id} and ${due}`)).count;
  await db.execute(sql`delete from series s where not exists (select from broadcast where series_id = s.id)`);
  log.info({ purged, retentionDays }, "old broadcasts purged");
  return purged;
}
