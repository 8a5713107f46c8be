import { and, eq } from "drizzle-orm";
import { mutedOrigin } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { change } from "./change.ts";

/**
 * Mutes an origin for the person, or ends that. The pages, of which all that are open are told, fold a muted one away;
 * nothing is cleared, and what programs read stays the same. An origin may be muted before it shows anything.
 */
export async function mute(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { origin, muted }: { origin: string; muted: boolean },
): Promise<void> {
  await change(db, actor.personId, { event: "reset" }, async (tx) => {
    if (muted) await tx.insert(mutedOrigin).values({ personId: actor.personId, origin }).onConflictDoNothing();
    else
      await tx.delete(mutedOrigin).where(and(eq(mutedOrigin.personId, actor.personId), eq(mutedOrigin.origin, origin)));
  });
}
