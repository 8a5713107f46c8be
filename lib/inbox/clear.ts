import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { hashToken } from "#lib/hash-token.ts";
import { readAsOf } from "./as-of.ts";
import { change } from "./change.ts";
import { mine, vectorRows } from "./mine.ts";
import { newUndoToken } from "./undo-token.ts";

/**
 * Clears a person's inbox, or one origin of it, for them alone.
 *
 * One upsert of watermarks: its cost depends on their feeds, not on what lies in them. A watermark never goes down and
 * never above the head, so an old token clears nothing twice and a forged one can't reach what is still to come.
 * @param asOf the token of a listing: exactly what that could show is cleared. Left out: everything so far
 * @returns the token that takes this back within ten minutes
 * @throws BelfryError `bad-input` when `asOf` is no such token
 */
export async function clear(
  ctx: Ctx,
  { origin, asOf }: { origin?: string | undefined; asOf?: string | undefined },
): Promise<{ undoToken: string }> {
  const seen = asOf === undefined ? undefined : readAsOf(asOf);
  const me = ctx.actor.personId;
  const undoToken = newUndoToken();
  await change(ctx.db, me, { event: "cleared", origin }, (tx) =>
    tx.execute(sql`
      with target as (
        select m.id, m.low as before, greatest(m.low, ${seen ? sql`least(m.head, seen.head)` : sql`m.head`}) as after
        from (${mine(me, origin)}) as m ${seen ? sql`join (${vectorRows(seen)}) as seen on seen.id = m.id` : sql``}
      ), moved as (
        insert into cursor (person_id, feed_id, cleared) select ${me}, id, after from target where after > before order by id
        on conflict (person_id, feed_id) do update set cleared = excluded.cleared
      )
      insert into clearing (person_id, token_hash, created_at, before)
      select ${me}, ${hashToken(undoToken)}, now(), jsonb_build_object('feeds',
        coalesce(jsonb_agg(jsonb_build_array(id, before, after) order by id), '[]')) from target`),
  );
  return { undoToken };
}
