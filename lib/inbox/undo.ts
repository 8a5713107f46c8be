import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { hashToken } from "#lib/hash-token.ts";
import { change } from "./change.ts";
import { undoableS } from "./undo-token.ts";

/**
 * Takes back one clear of the person's own: exactly the set it took is there again. What was dismissed singly before
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
    if (!found.undone) await putBack(tx, found.id);
  });
}

/** Whether a later clear, itself not undone, covered a feed this one took something from, or its one notification. */
async function clearedAgain(tx: Db, id: number): Promise<boolean> {
  const later = await tx.execute(sql`
    select from clearing this join clearing later on later.person_id = this.person_id and later.id > this.id
    where this.id = ${id} and later.undone_at is null and (
      exists (
        select from jsonb_array_elements(this.before->'feeds') t join jsonb_array_elements(later.before->'feeds') l on l->0 = t->0
        where (t->>2)::bigint > (t->>1)::bigint)
      or later.before->'receipt' = nullif(this.before->'receipt', 'null')
      or exists (
        select from jsonb_array_elements(later.before->'feeds') l
        where l->0 = this.before->'receipt'->0
          and (this.before->'receipt'->>1)::bigint > (l->>1)::bigint and (this.before->'receipt'->>1)::bigint <= (l->>2)::bigint))
    limit 1`);
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
    )
    update receipt r set dismissed_at = null from this
    where r.person_id = this.person_id and r.feed_id = (before->'receipt'->>0)::bigint and r.seq = (before->'receipt'->>1)::bigint`);
}
