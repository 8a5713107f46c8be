import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { mine } from "./mine.ts";

export interface OriginCounts {
  origin: string;
  total: number;
  unread: number;
  muted: boolean;
  /** How many of them no clear takes; left out when there are none. */
  kept?: number;
}

export interface Counts {
  total: number;
  unread: number;
  /** Origins that show anything or are muted, by name. */
  origins: OriginCounts[];
}

/**
 * How many notifications a person has and how many are unread, in all and by origin. Arithmetic on watermarks, and the
 * receipts above them: what somebody touched singly is counted, never what merely lies there.
 */
export async function counts({ db, actor }: Pick<Ctx, "db" | "actor">): Promise<Counts> {
  const origins = await db.execute<OriginCounts & Record<string, unknown>>(sql`
    with mine as (${mine(actor.personId)}),
    raised as materialized (
      select r.feed_id, count(*) as total, count(*) filter (where r.kept) as kept, count(*) filter (where not coalesce(r.read, r.seq <= m.read)) as unread
      from receipt r join mine m on m.id = r.feed_id and r.seq > m.floor and r.seq <= m.low
      where r.person_id = ${actor.personId} and r.kept is not null and r.dismissed_at is null group by r.feed_id
    ), counted as (
      select m.origin, sum(m.head - m.low - r.dismissed + coalesce(raised.total, 0))::bigint as total,
        sum(m.head - m.line - r.off + r.marked + coalesce(raised.unread, 0))::bigint as unread,
        sum(r.kept + coalesce(raised.kept, 0))::bigint as kept
      from mine m left join raised on raised.feed_id = m.id cross join lateral (
        select count(*) filter (where dismissed_at is not null) as dismissed,
          count(*) filter (where seq > m.line and (dismissed_at is not null or read)) as off,
          count(*) filter (where seq <= m.line and not read and dismissed_at is null) as marked,
          count(*) filter (where kept and dismissed_at is null) as kept
        from receipt where person_id = ${actor.personId} and feed_id = m.id and seq > m.low
      ) as r
      group by m.origin
    ), muted as (select origin from muted_origin where person_id = ${actor.personId})
    select origin, coalesce(total, 0) as total, coalesce(unread, 0) as unread, coalesce(kept, 0) as kept, muted.origin is not null as muted
    from counted full join muted using (origin)
    where total > 0 or muted.origin is not null order by origin`);
  return {
    total: origins.reduce((sum, { total }) => sum + total, 0),
    unread: origins.reduce((sum, { unread }) => sum + unread, 0),
    origins: origins.map(({ origin, total, unread, muted, kept = 0 }) => ({
      origin,
      total,
      unread,
      muted,
      ...(kept > 0 && { kept }),
    })),
  };
}
