import { and, eq } from "drizzle-orm";
import { atomFeed } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";

/** Ends one of the actor's feeds, at once. @throws BelfryError `not-found` when they have no such feed */
export async function revokeFeed({ db, actor }: Pick<Ctx, "db" | "actor">, { id }: { id: number }): Promise<void> {
  await db.transaction(async (tx) => {
    const [gone] = await tx
      .delete(atomFeed)
      .where(and(eq(atomFeed.id, id), eq(atomFeed.personId, actor.personId)))
      .returning({ name: atomFeed.name });
    if (!gone) throw new BelfryError("not-found", "You have no such feed.");
    await note(tx, actor, { act: "feed.revoke", subject: gone.name });
  });
}
