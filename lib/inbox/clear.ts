import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import type { Ctx } from "#lib/ctx.ts";
import { changeSeen, type SeenChange } from "./change-seen.ts";
import { found } from "./found.ts";
import { remaining, type Seen } from "./mine-seen.ts";
import { isLookedUp, newest, raised, type Filter } from "./newest.ts";

/**
 * Clears a person's inbox, or one origin of it, or what of it fits a filter, for them alone; never what is kept.
 * @returns the token that takes this back within ten minutes, and how many it took
 * @throws BelfryError `bad-input` when `asOf` is no such token
 */
export async function clear(ctx: Ctx, which: Filter & Seen): Promise<{ undoToken: string; cleared: number }> {
  const { undoToken, count } = await changeSeen(ctx, which, { event: "cleared", moveLines, pick });
  return { undoToken, cleared: count };
}

/**
 * One upsert of watermarks: its cost depends on their feeds, not on what lies in them. A watermark never goes down and
 * never above the head, so an old token clears nothing twice and a forged one can't reach what is still to come. What
 * was kept once stands above every line, and is dismissed.
 */
async function moveLines(tx: Db, { me, mineSeen, tokenHash }: SeenChange): Promise<number> {
  const [row] = await tx.execute<{ cleared: number }>(sql`
    with ${mineSeen},
    target as (select id, floor, low as before, greatest(low, upto) as after, upto from mine),
    standing as (
      select r.feed_id, r.seq, r.dismissed_at is null and not r.kept as once_kept
      from target t join receipt r on r.person_id = ${me} and r.feed_id = t.id and r.kept is not null and r.seq > t.floor and r.seq <= t.upto
    ), taken as (
      select (select coalesce(sum(after - before), 0) from target)
        - (select count(*) from target t join receipt r on r.person_id = ${me} and r.feed_id = t.id
            where r.seq > t.before and r.seq <= t.after and (r.dismissed_at is not null or r.kept is not null))
        + (select count(*) from standing where once_kept) as cleared
    ), noted as (
      insert into clearing (person_id, token_hash, created_at, before)
      select ${me}, ${tokenHash}, now(), jsonb_build_object('taken', (select cleared from taken), 'feeds',
        coalesce(jsonb_agg(jsonb_build_array(id, before, after) order by id), '[]')) from target
      returning id
    ), moved as (
      insert into cursor (person_id, feed_id, cleared) select ${me}, id, after from target where after > before order by id
      on conflict (person_id, feed_id) do update set cleared = excluded.cleared
    ), dismissed as (
      update receipt r set dismissed_at = now(), dismissed_by = noted.id from standing s, noted
      where s.once_kept and r.person_id = ${me} and r.feed_id = s.feed_id and r.seq = s.seq
    )
    select cleared::bigint from taken`);
  return row?.cleared ?? 0;
}

/** So many are dismissed by one statement, so that none takes long. */
const mostAtOnce = 5000;

/**
 * What a filter picks has no line: each is dismissed, by the name of this clearing.
 * @see docs/decisions/0028-what-a-filter-clears.md
 */
async function pick(tx: Db, { me, mineSeen, filter, tokenHash }: SeenChange): Promise<number> {
  const [noted] = await tx.execute<{ id: number }>(sql`
    insert into clearing (person_id, token_hash, created_at, before) values (${me}, ${tokenHash}, now(), '{"feeds": []}') returning id`);
  const id = noted?.id as number;
  // Few of them have a receipt that says so, and those are in an index of their own.
  const searches = isLookedUp(filter);
  const standing = searches
    ? []
    : await tx.execute<{ feedId: number }>(sql`
    with ${mineSeen}
    update receipt r set dismissed_at = now(), dismissed_by = ${id}
    from (${raised(me, filter, sql`m.upto`)} and not r.kept) as found
    where r.person_id = ${me} and r.feed_id = found.feed_id and r.seq = found.seq returning r.feed_id as "feedId"`);
  const feeds = new Set(standing.map(({ feedId }) => feedId));
  let taken = standing.length;
  let last = { feedId: 0, seq: 0, count: 0 };
  do {
    // By feed, and down each of them: the next statement goes on where this one ends.
    const dismissed = await tx.execute<{ feedId: number; seq: number; count: number }>(sql`
      with ${mineSeen}, ${remaining(last)}, picked as materialized (${
        searches
          ? sql`
        select feed_id, seq from (${found(me, filter, { clearable: true, from: sql`m.upto` })}) as n order by feed_id, seq desc limit ${mostAtOnce}`
          : sql`
        select m.id as feed_id, n.seq
        from remaining m cross join lateral (${newest(me, filter, mostAtOnce, sql`m.upto`, { clearable: true })}) as n
        order by m.id, n.seq desc limit ${mostAtOnce}`
      }
      ), dismissed as (
        insert into receipt (person_id, feed_id, seq, dismissed_at, dismissed_by)
        select ${me}, feed_id, seq, now(), ${id}::bigint from picked
        on conflict (person_id, feed_id, seq) do update set dismissed_at = excluded.dismissed_at, dismissed_by = excluded.dismissed_by
      )
      select feed_id as "feedId", min(seq) as seq, count(*) from picked group by feed_id order by feed_id`);
    for (const { feedId, count } of dismissed) {
      feeds.add(feedId);
      taken += count;
    }
    const count = dismissed.reduce((sum, each) => sum + each.count, 0);
    last = { feedId: 0, seq: 0, ...dismissed.at(-1), count };
  } while (last.count === mostAtOnce);
  const before = JSON.stringify({ feeds: [], taken, picked: [...feeds] });
  await tx.execute(sql`update clearing set before = ${before}::jsonb where id = ${id}`);
  return taken;
}
