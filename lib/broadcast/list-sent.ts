import { and, desc, gte, inArray, isNull, notInArray, sql } from "drizzle-orm";
import { broadcast, delivery } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { endedStates, type SentBroadcast } from "./document.ts";
import { isSeen } from "./is-seen.ts";

/**
 * The history, newest first: what was sent since a moment, at most `limit` of it.
 * @param open what is still to come, runs or waits, and nothing else; `false`: only what has ended
 */
export async function listSent(
  { db }: Pick<Ctx, "db">,
  { since, limit, open }: { since?: Date | undefined; limit: number; open?: boolean | undefined },
): Promise<SentBroadcast[]> {
  const sentAt = sql<Date>`coalesce(${broadcast.startedAt}, ${broadcast.sendAt}, ${broadcast.createdAt})`;
  // The page of broadcasts first, then the counts of these alone, from the index on (broadcast, outcome).
  const page = db
    .select({
      id: broadcast.id,
      message: broadcast.message,
      type: broadcast.variant,
      state: broadcast.state,
      sender: broadcast.sender,
      series: broadcast.seriesId,
      sentAt: sentAt.mapWith(broadcast.createdAt).as("sent_at"),
    })
    .from(broadcast)
    .where(
      and(
        isSeen,
        isNull(broadcast.hiddenAt),
        since && gte(sentAt, since.toISOString()),
        open === undefined ? undefined : (open ? notInArray : inArray)(broadcast.state, endedStates),
      ),
    )
    .orderBy(desc(broadcast.id))
    .limit(limit)
    .as("page");
  const counts = db
    .select({
      total: sql<number>`count(*)`.mapWith(Number).as("total"),
      delivered: sql<number>`count(*) filter (where ${delivery.outcome} = 'delivered')`.mapWith(Number).as("delivered"),
    })
    .from(delivery)
    .where(sql`${delivery.broadcastId} = ${page.id}`)
    .as("counts");
  const rows = await db.select().from(page).crossJoinLateral(counts).orderBy(desc(page.id));
  return rows.map(({ page: { sentAt: at, ...sent }, counts: { total, delivered } }) => ({
    ...sent,
    sentISO: at.toISOString(),
    delivered,
    total,
  }));
}
