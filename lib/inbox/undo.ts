import { sql, type SQL } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { hashToken } from "#lib/hash-token.ts";
import { change } from "./change.ts";
import { undoableS } from "./undo-token.ts";

const mostAtOnce = 5000;

/**
 * Takes back one clear of the person's own, or one marking of many: exactly the set it took is there again, or unread. What was dismissed singly before
 * stays dismissed, and nothing from before they joined appears. A second time changes nothing.
 * @throws BelfryError `not-found` for a token that is unknown, another person's or older than ten minutes;
 *   `conflict` when the same was cleared again since
 * @see docs/decisions/0012-undo-and-later-clears.md
 */
export async function undo(ctx: Ctx, { token }: { token: string }): Promise<void> {
  const me = ctx.actor.personId;
  await change(ctx.db, me, { event: "reset" }, async (tx) => {
    const [found] = await tx.execute<{ id: number; undone: boolean }>(sql`
      select id, undone_at is not null as undone from clearing
      where token_hash = ${hashToken(token)} and person_id = ${me} and created_at > now() - ${undoableS} * interval '1 second'`);
    if (!found)
      throw new BelfryError("not-found", "There is nothing to undo: the token is unknown, or older than ten minutes.");
    if (await clearedAgain(tx, found.id))
      throw new BelfryError("conflict", "The same was cleared again since. Undo the later one first.");
    if (await markedAgain(tx, found.id))
      throw new BelfryError("conflict", "The same was marked read again since. Undo the later one first.");
    if (found.undone) return;
    await putBack(tx, found.id);
    await takeOff(tx, {
      me,
      id: found.id,
      name: sql`dismissed_by`,
      values: sql`dismissed_at = null, dismissed_by = null`,
    });
    await takeOff(tx, { me, id: found.id, name: sql`read_by`, values: sql`read = false, read_by = null` });
  });
}

/**
 * Whether a later clear, itself not undone, covered a feed in which this one moved the line, or something it dismissed. One that
 * was taken back already dismisses nothing any more: whether the same was picked again is then told by the feed.
 */
async function clearedAgain(tx: Db, id: number): Promise<boolean> {
  const later = await tx.execute(sql`
    select from clearing this join clearing later on later.person_id = this.person_id and later.id > this.id
    where this.id = ${id} and later.undone_at is null and (
      exists (
        select from jsonb_array_elements(this.before->'feeds') t join jsonb_array_elements(later.before->'feeds') l on l->0 = t->0
        where (t->>2)::bigint > (t->>1)::bigint)
      or exists (
        select from receipt r
        where r.person_id = this.person_id and (r.dismissed_by = this.id
          or (r.feed_id = (this.before->'receipt'->>0)::bigint and r.seq = (this.before->'receipt'->>1)::bigint))
        and (r.dismissed_by = later.id and r.dismissed_at is not null or exists (
          select from jsonb_array_elements(later.before->'feeds') l
          where (l->>0)::bigint = r.feed_id and r.seq > (l->>1)::bigint and r.seq <= (l->>2)::bigint)))
      or this.undone_at is not null and exists (
        select from jsonb_array_elements(this.before->'picked') t
        where later.before->'picked' @> t or exists (
          select from jsonb_array_elements(later.before->'feeds') l where l->0 = t and (l->>2)::bigint > (l->>1)::bigint)))
    limit 1`);
  return later.length > 0;
}

/** Whether a later marking went further in a feed where this one moved the line. */
async function markedAgain(tx: Db, id: number): Promise<boolean> {
  const later = await tx.execute(sql`
    select from clearing this, jsonb_array_elements(this.before->'read') t, cursor c
    where this.id = ${id} and c.person_id = this.person_id and c.feed_id = (t->>0)::bigint and c.read > (t->>2)::bigint limit 1`);
  return later.length > 0;
}

/** A person who left and came back has a `joined` that holds the watermark up. */
async function putBack(tx: Db, id: number): Promise<void> {
  await tx.execute(sql`
    with this as (update clearing set undone_at = now() where id = ${id} returning person_id, before),
    lowered as (
      update cursor c set cleared = greatest(c.joined, (t->>1)::bigint)
      from this, jsonb_array_elements(before->'feeds') t
      where c.person_id = this.person_id and c.feed_id = (t->>0)::bigint and (t->>2)::bigint > (t->>1)::bigint
    ), unread as (
      update cursor c set read = (t->>1)::bigint
      from this, jsonb_array_elements(before->'read') t
      where c.person_id = this.person_id and c.feed_id = (t->>0)::bigint and c.read = (t->>2)::bigint
    )
    update receipt r set dismissed_at = null from this
    where r.person_id = this.person_id and r.dismissed_by is null
      and r.feed_id = (before->'receipt'->>0)::bigint and r.seq = (before->'receipt'->>1)::bigint`);
}

interface Named {
  me: number;
  id: number;
  /** The column of receipts that names what is taken back. */
  name: SQL;
  /** What they become. */
  values: SQL;
}

/** What bears its name is as before, so many by one statement that none takes long. */
async function takeOff(tx: Db, { me, id, name, values }: Named): Promise<void> {
  let last: { feedId: number; seq: number } | undefined = { feedId: 0, seq: 0 };
  while (last) {
    const { feedId, seq }: { feedId: number; seq: number } = last;
    [last] = await tx.execute<{ feedId: number; seq: number }>(sql`
      with named as materialized (
        select feed_id, seq from receipt where person_id = ${me} and ${name} = ${id} and (feed_id, seq) > (${feedId}, ${seq})
        order by feed_id, seq limit ${mostAtOnce}
      ), standing as (
        update receipt r set ${values} from named n
        where r.person_id = ${me} and r.feed_id = n.feed_id and r.seq = n.seq
      )
      select feed_id as "feedId", seq from named order by feed_id, seq offset ${mostAtOnce - 1}`);
  }
}
