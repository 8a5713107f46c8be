import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { readAsOf } from "./as-of.ts";
import { change } from "./change.ts";
import { mine, vectorRows } from "./mine.ts";

/**
 * Marks a person's inbox, or one origin of it, read. One upsert of watermarks, as {@link clear}; the marks of single ones
 * at or below are taken off, since the line now says the same or more.
 * @param asOf the token of a listing: exactly what that could show is marked. Left out: everything so far
 * @throws BelfryError `bad-input` when `asOf` is no such token
 */
export async function markRead(
  ctx: Ctx,
  { origin, asOf }: { origin?: string | undefined; asOf?: string | undefined },
): Promise<void> {
  const seen = asOf === undefined ? undefined : readAsOf(asOf);
  const me = ctx.actor.personId;
  await change(ctx.db, me, { event: "read", origin }, (tx) =>
    tx.execute(sql`
      with target as (
        select m.id, m.floor, m.read, ${seen ? sql`least(m.head, seen.head)` : sql`m.head`} as upto
        from (${mine(me, origin)}) as m ${seen ? sql`join (${vectorRows(seen)}) as seen on seen.id = m.id` : sql``}
      ), moved as (
        insert into cursor (person_id, feed_id, read) select ${me}, id, upto from target where upto > read order by id
        on conflict (person_id, feed_id) do update set read = excluded.read
      ), unmarked as (
        delete from receipt r using target t
        where r.person_id = ${me} and r.feed_id = t.id and r.seq > t.floor and r.seq <= t.upto and r.dismissed_at is null and r.kept is null
      )
      update receipt r set read = null from target t
      where r.person_id = ${me} and r.feed_id = t.id and r.seq > t.floor and r.seq <= t.upto
        and (r.dismissed_at is not null or r.kept is not null) and r.read is not null`),
  );
}
