import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { asOfOf, fingerprintOf, stateColumns, type InboxState } from "./fingerprint.ts";
import type { Listed } from "./list.ts";
import { mine } from "./mine.ts";
import { bodies, newest } from "./newest.ts";
import type { Notification } from "./schema.ts";

/** Items of one page. */
export const pageSize = 50;

/**
 * One page of what an origin shows the person, newest first, and how much it shows in all. An origin that is unknown and
 * one that is not theirs are both empty.
 *
 * One statement. The total is arithmetic on watermarks; the page goes down the index from the head, so it costs as many
 * index rows as lie before its end.
 * @param start how many newer ones to pass over
 */
export async function listOrigin(
  ctx: Pick<Ctx, "db" | "actor">,
  { origin, start }: { origin: string; start: number },
): Promise<Listed & { total: number; items: Notification[] }> {
  const me = ctx.actor.personId;
  const [row] = await ctx.db.execute<InboxState & { total: number; items: Notification[] | null } & Record<string, unknown>>(sql`
    with mine as materialized (${mine(me, origin)}),
    picked as (
      select m.id as feed_id, n.seq
      from mine m cross join lateral (${newest(me, {}, sql`${start}::bigint + ${pageSize}`)}) as n
      order by n.id desc offset ${start} limit ${pageSize}
    )
    select ${stateColumns(me)}, ${bodies(me)},
      (select coalesce(sum(head - low), 0)::bigint from mine) - (
        select count(*) from mine m join receipt r on r.person_id = ${me} and r.feed_id = m.id and r.seq > m.low
        where r.dismissed_at is not null) as total`);
  if (!row) throw new Error("a select without a table gave no row");
  return { total: row.total, items: row.items ?? [], asOf: asOfOf(row), fingerprint: fingerprintOf(me, row) };
}
