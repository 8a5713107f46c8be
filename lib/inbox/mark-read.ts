import { sql, type SQL } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import type { Ctx } from "#lib/ctx.ts";
import { hashToken } from "#lib/hash-token.ts";
import { change } from "./change.ts";
import { found } from "./found.ts";
import { mineSeen as seenFeeds, type Seen } from "./mine-seen.ts";
import { isLookedUp, narrows, newest, raised, type Filter } from "./newest.ts";
import { newUndoToken, undoableS } from "./undo-token.ts";

/**
 * Marks a person's inbox, or one origin of it, or what of it fits a filter, read.
 * @returns the token that takes this back within ten minutes, and how many it marked
 * @throws BelfryError `bad-input` when `asOf` is no token of a listing
 */
export async function markRead(
  ctx: Ctx,
  { origin, asOf, unmuted = false, ...filter }: Filter & Seen,
): Promise<{ undoToken: string; marked: number }> {
  const me = ctx.actor.personId;
  const undoToken = newUndoToken();
  const mineSeen = seenFeeds(me, { origin, asOf, unmuted });
  const picks = narrows(filter);
  // Other windows can't tell by themselves what fits.
  const marked = await change(ctx.db, me, picks || unmuted ? { event: "reset" } : { event: "read", origin }, (tx) =>
    (picks ? pick : moveLines)(tx, { me, mineSeen, filter, tokenHash: hashToken(undoToken) }),
  );
  return { undoToken, marked };
}

interface Work {
  me: number;
  /** The feeds as `mine`, with a column `upto`: the last seq in each that may be marked. */
  mineSeen: SQL;
  filter: Filter;
  tokenHash: string;
}

/**
 * One upsert of watermarks, as a clear's. What was marked unread singly is marked read by the name of this, for the undo; single
 * marks below the line say nothing any more, and go once no undo can lower it.
 */
async function moveLines(tx: Db, { me, mineSeen, tokenHash }: Work): Promise<number> {
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

/** What a filter picks has no line: each is marked, by the name of this. Marked ones are not unread, so each statement finds the rest. */
async function pick(tx: Db, { me, mineSeen, filter, tokenHash }: Work): Promise<number> {
  const [noted] = await tx.execute<{ id: number }>(sql`
    insert into clearing (person_id, token_hash, created_at, before) values (${me}, ${tokenHash}, now(), '{"feeds": [], "read": []}') returning id`);
  const id = noted?.id as number;
  const unread = { ...filter, unread: true };
  const upto = sql`m.upto`;
  const fits = isLookedUp(filter)
    ? sql`select feed_id, seq from (${found(me, unread, { from: upto })}) as found limit ${mostAtOnce}`
    : sql`
      select feed_id, seq from (${raised(me, unread, upto)}) as raised
      union all select m.id, n.seq from mine m cross join lateral (${newest(me, unread, mostAtOnce, upto)}) as n limit ${mostAtOnce}`;
  let total = 0;
  let count: number;
  do {
    const [row] = await tx.execute<{ count: number }>(sql`
      with ${mineSeen}, picked as materialized (${fits}),
      marked as (
        insert into receipt (person_id, feed_id, seq, read, read_by) select ${me}, feed_id, seq, true, ${id}::bigint from picked
        on conflict (person_id, feed_id, seq) do update set read = true, read_by = excluded.read_by
      )
      select count(*) from picked`);
    count = row?.count ?? 0;
    total += count;
  } while (count === mostAtOnce);
  return total;
}
