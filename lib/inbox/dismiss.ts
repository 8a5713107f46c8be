import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { hashToken } from "#lib/hash-token.ts";
import { change } from "./change.ts";
import { visibleOne } from "./visible-one.ts";
import { newUndoToken } from "./undo-token.ts";

/**
 * Clears one notification for the person. One that is gone already, not theirs, or under another origin stays as it is,
 * and the answer does not tell which.
 * @returns the token that takes this back within ten minutes
 */
export async function dismiss(
  ctx: Ctx,
  { origin, id }: { origin: string; id: number },
): Promise<{ undoToken: string }> {
  const me = ctx.actor.personId;
  const undoToken = newUndoToken();
  await change(ctx.db, me, { event: "cleared", origin, id }, (tx) =>
    tx.execute(sql`
      with target as (${visibleOne(me, { origin, id })}),
      dismissed as (
        insert into receipt (person_id, feed_id, seq, dismissed_at) select ${me}, feed_id, seq, now() from target
        on conflict (person_id, feed_id, seq) do update set dismissed_at = excluded.dismissed_at
      )
      insert into clearing (person_id, token_hash, created_at, before)
      select ${me}, ${hashToken(undoToken)}, now(),
        jsonb_build_object('feeds', '[]'::jsonb, 'receipt', (select jsonb_build_array(feed_id, seq) from target))`),
  );
  return { undoToken };
}
