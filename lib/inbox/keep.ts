import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { change } from "./change.ts";
import { mine } from "./mine.ts";

/**
 * Keeps one notification through every clear, and brings it back if it was cleared; or ends that: it stays where it is until
 * somebody clears. One that was never the person's, or is no longer stored, stays as it is.
 */
export async function keep(
  ctx: Ctx,
  { origin, id, kept }: { origin: string; id: number; kept: boolean },
): Promise<void> {
  const me = ctx.actor.personId;
  const theirs = sql`
    select n.feed_id, n.seq from (${mine(me, origin)}) as m join notification n on n.id = ${id} and n.feed_id = m.id and n.seq > m.base`;
  await change(ctx.db, me, { event: "reset" }, (tx) =>
    tx.execute(
      kept
        ? sql`
          insert into receipt (person_id, feed_id, seq, kept) select ${me}, feed_id, seq, true from (${theirs}) as target
          on conflict (person_id, feed_id, seq) do update set kept = true, dismissed_at = null, dismissed_by = null`
        : sql`
          update receipt r set kept = false from (${theirs}) as target
          where r.person_id = ${me} and r.feed_id = target.feed_id and r.seq = target.seq and r.kept`,
    ),
  );
}
