import { sql } from "drizzle-orm";
import { msOf } from "#db/ms-of.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { feedsOf, type Follower } from "./feeds-of.ts";
import type { Sendable } from "./shapes.ts";

/** What is next for an outlet: a notification of its owner's inbox, and where it lies. */
export interface Next extends Sendable {
  feedId: number;
  seq: number;
  muted: boolean;
  /** In ms since 1970, by the database's clock. */
  arrivedMs: number;
}

/**
 * What arrived above an outlet's cursor for whom it follows, the oldest first. A feed without a cursor is one that came later: all that
 * they can see of it is new. What they cleared or read meanwhile arrived as well.
 * @param most so many are looked at
 */
export async function nextStretch(
  { db }: Pick<SystemCtx, "db">,
  { id, ...follower }: Follower & { id: number },
  most: number,
): Promise<Next[]> {
  return db.execute<Next & Record<string, unknown>>(sql`
    with behind as materialized (
      select m.id, m.origin, m.head, greatest(m.base, coalesce(c.seq, 0)) as start
      from (${feedsOf(follower)}) as m left join outlet_cursor c on c.outlet_id = ${id} and c.feed_id = m.id
    )
    select b.id as "feedId", n.seq, n.id, ${msOf(sql`n.shown_at`)} as timestamp, n.type, n.category, b.origin, n.data,
      ${msOf(sql`n.created_at`)} as "arrivedMs",
      b.origin in (select origin from muted_origin where person_id = ${follower.personId}) as muted
    from behind b cross join lateral (
      select * from notification n where n.feed_id = b.id and n.seq > b.start and n.seq <= b.head order by n.seq limit ${most}
    ) as n
    where b.head > b.start order by n.id limit ${most}`);
}
