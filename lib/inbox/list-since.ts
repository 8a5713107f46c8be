import { sql, type SQL } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { readAsOf, writeAsOf, type Vector } from "./as-of.ts";
import { fingerprintOfState, stateColumns, type InboxState } from "./inbox-state.ts";
import { grouped, type Asked, type Group, type Listed } from "./list.ts";
import { mine, notMuted, vectorRows } from "./mine.ts";
import { bodies, fitting, notificationsOf, raised, type Filter, type Picked } from "./newest.ts";

/**
 * What arrived after the answer that `since` comes from, and nothing else: oldest first, as are the groups by their oldest. The
 * As-Of of it covers what it gives and what it passes over, so asking on by that misses nothing and doubles nothing.
 *
 * A feed commits in the order of its seqs, so what is at or below its head in the token had arrived, and nothing else. A feed
 * that is not in the token showed nothing then: all that it can show arrived since, or since the person joined.
 * @returns with it whether more remain
 * @throws BelfryError `bad-input` when `since` is no such token
 */
export async function listSince(
  ctx: Pick<Ctx, "db" | "actor">,
  {
    since,
    limit,
    unmuted = false,
    perOrigin,
    ...filter
  }: Omit<Asked, "before" | "cleared" | "among"> & { since: string },
): Promise<Listed & { groups: Group[]; more: boolean }> {
  const me = ctx.actor.personId;
  const from = sql`greatest(m.base, least(m.head, coalesce(seen.head, m.base)))`;
  // Of each feed one more than can be given, so that the first that is not given is among them.
  const [row] = await ctx.db.execute<
    InboxState & Picked & { covered: Vector | null; more: boolean } & Record<string, unknown>
  >(sql`
    with mine as materialized (
      select m.*, ${from} as start from (${mine(me)}) as m left join (${vectorRows(readAsOf(since, "since"))}) as seen on seen.id = m.id
    ), found as materialized (
      select m.id as feed_id, n.seq, n.id, m.origin
      from mine m cross join lateral (${oldest(me, filter, limit + 1)}) as n
      where m.head > m.start ${unmuted ? notMuted(me) : sql``}
      union all ${raised(me, filter)} and r.seq > m.start ${unmuted ? notMuted(me) : sql``}
    ), picked as materialized (
      select feed_id, seq from (
        select feed_id, seq, id, row_number() over (partition by origin order by id) as nth from found
      ) as numbered where nth <= ${perOrigin ?? limit} order by id limit ${limit}
    ), remaining as materialized (
      select feed_id, min(seq) as first from (select feed_id, seq from found except select feed_id, seq from picked) as f group by feed_id
    )
    select ${stateColumns(me)}, ${bodies(me)}, exists (select from remaining) as more,
      (select json_agg(json_build_array(m.id, coalesce(r.first - 1, m.head)) order by m.id)
        from mine m left join remaining r on r.feed_id = m.id where coalesce(r.first - 1, m.head) > m.base) as covered`);
  if (!row) throw new Error("a select without a table gave no row");
  return {
    groups: grouped(notificationsOf(row).toReversed()),
    more: row.more,
    asOf: writeAsOf(row.covered ?? []),
    fingerprint: fingerprintOfState(me, row),
  };
}

/** The oldest visible ones of the feed `m` above its `start`, as {@link newest} gives the newest. */
function oldest(personId: number, { unread = false, ...filter }: Filter, limit: number): SQL {
  const receipt = (what: SQL) =>
    sql`(select ${what} from receipt r where r.person_id = ${personId} and r.feed_id = n.feed_id and r.seq = n.seq)`;
  const passed = unread
    ? sql`coalesce(${receipt(sql`r.dismissed_at is not null or coalesce(r.read, n.seq <= m.read)`)}, n.seq <= m.read)`
    : receipt(sql`r.dismissed_at is not null`);
  return sql`
    select n.seq, n.id from notification n
    where n.feed_id = m.id and n.seq > greatest(m.start, m.low) and n.seq <= m.head ${fitting(filter)} and ${passed} is not true
    order by n.seq limit ${limit}`;
}
