import { sql, type SQL } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import type { Ctx } from "#lib/ctx.ts";
import { changeSeen, type SeenChange } from "./change-seen.ts";
import { found } from "./found.ts";
import { remaining, type Place, type Seen } from "./mine-seen.ts";
import { isLookedUp, newest, raised, type Filter } from "./newest.ts";
import { undoableS } from "./undo-token.ts";

/**
 * Marks a person's inbox, or one origin of it, or what of it fits a filter, read.
 * @returns the token that takes this back within ten minutes, and how many it marked
 * @throws BelfryError `bad-input` when `asOf` is no token of a listing
 */
export async function markRead(ctx: Ctx, which: Filter & Seen): Promise<{ undoToken: string; marked: number }> {
  const { undoToken, count } = await changeSeen(ctx, which, { event: "read", moveLines, pick });
  return { undoToken, marked: count };
}

/**
 * One upsert of watermarks, as a clear's. What was marked unread singly is marked read by the name of this, for the undo; single
 * marks below the line say nothing any more, and go once no undo can lower it.
 */
async function moveLines(tx: Db, { me, mineSeen, tokenHash }: SeenChange): Promise<number> {
  const [row] = await tx.execute<{ marked: number }>(sql`
    with ${mineSeen},
    mark as materialized (
      select r.feed_id, r.seq, r.read, r.dismissed_at, r.kept, r.seq > m.low as above, r.seq > m.line and r.seq <= m.upto as passed, m.read as line
      from mine m join receipt r on r.person_id = ${me} and r.feed_id = m.id and r.seq > m.floor and r.seq <= m.upto
    ), counted as (
      select (select coalesce(sum(greatest(0, upto - line)), 0) from mine)
        - (select count(*) from mark where passed and (dismissed_at is not null or read))
        + (select count(*) from mark where not passed and dismissed_at is null and (above or kept is not null) and not coalesce(read, seq <= line)) as marked
    ), noted as (
      insert into clearing (person_id, token_hash, created_at, before)
      select ${me}, ${tokenHash}, now(), jsonb_build_object('feeds', '[]'::jsonb, 'read',
        coalesce(jsonb_agg(jsonb_build_array(id, read, upto) order by id) filter (where upto > read), '[]')) from mine
      returning id
    ), moved as (
      insert into cursor (person_id, feed_id, read) select ${me}, id, upto from mine where upto > read order by id
      on conflict (person_id, feed_id) do update set read = excluded.read
    ), unmarked as (
      delete from receipt r using mark
      where r.person_id = ${me} and r.feed_id = mark.feed_id and r.seq = mark.seq and mark.read and mark.seq <= mark.line
        and mark.dismissed_at is null and mark.kept is null and not exists (
          select from clearing where person_id = ${me} and before ? 'read' and created_at > now() - ${undoableS} * interval '1 second')
    ), marked as (
      update receipt r set read = true, read_by = noted.id from mark, noted
      where r.person_id = ${me} and r.feed_id = mark.feed_id and r.seq = mark.seq and not mark.read
    )
    select marked::bigint from counted`);
  return row?.marked ?? 0;
}

/** So many are marked by one statement, so that none takes long. */
const mostAtOnce = 5000;

/** What a filter picks has no line: each is marked, by the name of this. */
async function pick(tx: Db, { me, mineSeen, filter, tokenHash }: SeenChange): Promise<number> {
  const [noted] = await tx.execute<{ id: number }>(sql`
    insert into clearing (person_id, token_hash, created_at, before) values (${me}, ${tokenHash}, now(), '{"feeds": [], "read": []}') returning id`);
  const id = noted?.id as number;
  const unread = { ...filter, unread: true };
  const upto = sql`m.upto`;
  let total = 0;
  /** Marks what is picked by one statement after the other, each of which goes on where the last one ended. */
  const mark = async (picked: (last: Place) => SQL) => {
    let [last, count]: [Place, number] = [{ feedId: 0, seq: 0 }, 0];
    do {
      const rows = await tx.execute<Place & { count: number } & Record<string, unknown>>(sql`
        with ${mineSeen}, ${picked(last)},
        marked as (
          insert into receipt (person_id, feed_id, seq, read, read_by) select ${me}, feed_id, seq, true, ${id}::bigint from picked
          on conflict (person_id, feed_id, seq) do update set read = true, read_by = excluded.read_by
        )
        select feed_id as "feedId", min(seq) as seq, count(*) from picked group by feed_id order by feed_id`);
      count = rows.reduce((sum, each) => sum + each.count, 0);
      total += count;
      last = rows.at(-1) ?? last;
    } while (count === mostAtOnce);
  };
  // Marked ones are not unread, so each statement finds the rest.
  const some = (of: SQL) => () =>
    sql`picked as materialized (select feed_id, seq from (${of}) as of limit ${mostAtOnce})`;
  if (isLookedUp(filter)) await mark(some(found(me, unread, { from: upto })));
  else {
    await mark(some(raised(me, unread, upto)));
    // To find them again and again on the way down would take longer with each statement.
    await mark(
      (last) => sql`${remaining(last)}, picked as materialized (
        select m.id as feed_id, n.seq from remaining m cross join lateral (${newest(me, unread, mostAtOnce, upto)}) as n
        order by m.id, n.seq desc limit ${mostAtOnce}
      )`,
    );
  }
  return total;
}
