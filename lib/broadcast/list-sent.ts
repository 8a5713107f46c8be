import { sql } from "drizzle-orm";
import { msOf } from "#db/ms-of.ts";
import { broadcast, isOpen } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import type { SentBroadcast } from "./document.ts";
import { isSeen } from "./is-seen.ts";

type Row = Omit<SentBroadcast, "sentISO"> & { sentAtMs: number };

/**
 * The history, newest first: what was sent since a moment, at most `limit` of it.
 * @param open what is still to come, runs or waits, and nothing else; `false`: only what has ended
 */
export async function listSent(
  { db }: Pick<Ctx, "db">,
  { since, limit, open }: { since?: Date | undefined; limit: number; open?: boolean | undefined },
): Promise<SentBroadcast[]> {
  const sentAt = sql`coalesce(started_at, send_at, created_at)`;
  // The page of broadcasts first, then the counts of these alone, from the index on (broadcast, outcome).
  const rows = await db.execute<Row>(sql`
    select page.*, counts.delivered, counts.total
    from (
      select id, message, variant as type, state, ${msOf(sentAt)} as "sentAtMs", sender, series_id as series from ${broadcast}
      where ${isSeen} and hidden_at is null
        ${since ? sql`and ${sentAt} >= ${since.toISOString()}` : sql``}
        ${open === undefined ? sql`` : open ? sql`and ${isOpen}` : sql`and not (${isOpen})`}
      order by id desc limit ${limit}
    ) as page
    cross join lateral (
      select count(*) as total, count(*) filter (where outcome = 'delivered') as delivered
      from delivery where broadcast_id = page.id
    ) as counts
    order by page.id desc`);
  return rows.map(({ sentAtMs, ...sent }) => ({ ...sent, sentISO: new Date(sentAtMs).toISOString() }));
}
