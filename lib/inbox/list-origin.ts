import { sql, type SQL } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { asOfOf, fingerprintOfState, stateColumns, type InboxState } from "./inbox-state.ts";
import type { Listed } from "./list.ts";
import { found } from "./found.ts";
import { mine } from "./mine.ts";
import { bodies, isLookedUp, narrows, newest, notificationsOf, raised, type Filter, type Picked } from "./newest.ts";
import type { Notification } from "./schema.ts";

/** Items of one page. */
export const pageSize = 50;

/**
 * One page of what an origin shows the person, newest first, and how much it shows in all; with a filter, of what fits. An
 * origin that is unknown and one that is not theirs are both empty.
 * @param start how many newer ones to pass over
 */
export async function listOrigin(
  ctx: Pick<Ctx, "db" | "actor">,
  { origin, start, ...filter }: Filter & { origin: string; start: number },
): Promise<Listed & { total: number; items: Notification[] }> {
  const me = ctx.actor.personId;
  const [row] = await ctx.db.execute<InboxState & Picked & { total: number } & Record<string, unknown>>(sql`
    with mine as materialized (${mine(me, origin)}), ${keysOfPage(me, filter, start)}
    select ${stateColumns(me)}, ${bodies(me)}, 
      (select coalesce(sum(visible), 0)::bigint from sized) + (select count(*) from raised) as total`);
  if (!row) throw new Error("a select without a table gave no row");
  return { total: row.total, items: notificationsOf(row), asOf: asOfOf(row), fingerprint: fingerprintOfState(me, row) };
}

const keysOfPage = (me: number, filter: Filter, start: number): SQL =>
  !isLookedUp(filter)
    ? sql`raised as materialized (${raised(me, filter)}), ${narrows(filter) ? pageOfFitting(me, filter, start) : pageOfAll(me, start)}`
    : sql`
      raised as materialized (${found(me, filter)}), sized as (select 0 as visible),
      picked as (select feed_id, seq from raised order by id desc offset ${start}::bigint limit ${pageSize})`;

/**
 * The keys of a page as `picked`, and how much each feed has as `sized`. The total is arithmetic on watermarks, and the few
 * that are raised. Of each feed at least as many are newer than the page as all else together can't make up for; those are
 * passed over by arithmetic too, since seqs are dense but for what was dismissed. So a page far down a long feed costs what
 * the first one does, and only feeds of like size are walked.
 */
function pageOfAll(me: number, start: number): SQL {
  const dismissed = sql`from receipt r where r.person_id = ${me} and r.feed_id = m.id and r.seq > m.low and r.dismissed_at is not null`;
  return sql`
    sized as (
      select m.*, visible, (sum(visible) over () + (select count(*) from raised))::bigint as total
      from mine m cross join lateral (select m.head - m.low - count(*) as visible ${dismissed}) as v
    ), begun as materialized (
      select m.*, ${start}::bigint - (sum(skipped) over ())::bigint as rest, m.head - skipped - (
          select count(*) from (
            select m.head - r.seq - row_number() over (order by r.seq desc) + 1 as newer ${dismissed}) as d
          where newer < skipped) as start_seq
      from sized m cross join lateral (select least(visible, greatest(0, ${start}::bigint - (total - visible))) as skipped) as s
    ), picked as (
      select feed_id, seq from (
        select m.id as feed_id, n.seq, n.id
        from begun m cross join lateral (${newest(me, {}, sql`(m.rest + ${pageSize}::bigint)`, sql`m.start_seq`)}) as n
        union all select feed_id, seq, id from raised
      ) as found order by id desc offset (select max(rest) from begun) limit ${pageSize}
    )`;
}

/** The same of those that fit a filter, which have to be counted one by one: by what an index holds, not by their bodies. */
const pageOfFitting = (me: number, filter: Filter, start: number): SQL => sql`
    sized as (
      select count(*) as visible from mine m cross join lateral (${newest(me, filter, sql`null::bigint`)}) as n
    ), picked as (
      select feed_id, seq from (
        select m.id as feed_id, n.seq, n.id
        from mine m cross join lateral (${newest(me, filter, sql`(${start}::bigint + ${pageSize}::bigint)`)}) as n
        union all select feed_id, seq, id from raised
      ) as found order by id desc offset ${start}::bigint limit ${pageSize}
    )`;
