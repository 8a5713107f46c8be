import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { hashToken } from "#lib/hash-token.ts";
import { change } from "./change.ts";
import { visibleOne } from "./visible-one.ts";
import { newUndoToken } from "./undo-token.ts";

/**
 * Clears one notification for the person. One that is gone already, kept, not theirs, or under another origin stays as it is.
 * @returns the token that takes this back within ten minutes, and how many it took: one or none
 */
export async function dismiss(
  ctx: Ctx,
  { origin, id }: { origin: string; id: number },
): Promise<{ undoToken: string; cleared: number }> {
  const me = ctx.actor.personId;
  const undoToken = newUndoToken();
  const [row] = await change(ctx.db, me, { event: "cleared", origin, id }, (tx) =>
    tx.execute<{ cleared: number }>(sql`
      with target as (${visibleOne(me, { origin, id })} and r.kept is not true),
      noted as (
        insert into clearing (person_id, token_hash, created_at, before)
        select ${me}, ${hashToken(undoToken)}, now(), jsonb_build_object('feeds', '[]'::jsonb,
          'taken', (select count(*) from target), 'receipt', (select jsonb_build_array(feed_id, seq) from target))
        returning id
      ), dismissed as (
        insert into receipt (person_id, feed_id, seq, dismissed_at, dismissed_by)
        select ${me}, feed_id, seq, now(), noted.id from target, noted
        on conflict (person_id, feed_id, seq) do update set dismissed_at = excluded.dismissed_at, dismissed_by = excluded.dismissed_by
      )
      select count(*) as cleared from target`),
  );
  return { undoToken, cleared: row?.cleared ?? 0 };
}
