import { and, eq } from "drizzle-orm";
import { outlet } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { noSuchOutlet } from "./outlet.ts";

/** Deletes one of the actor's outlets: nothing more is sent there. @throws BelfryError `not-found` when they have no such outlet */
export async function removeOutlet({ db, actor }: Pick<Ctx, "db" | "actor">, { id }: { id: number }): Promise<void> {
  await db.transaction(async (tx) => {
    const [gone] = await tx
      .delete(outlet)
      .where(and(eq(outlet.id, id), eq(outlet.personId, actor.personId)))
      .returning({ host: outlet.host });
    if (!gone) throw noSuchOutlet();
    await note(tx, actor, { act: "outlet.remove", subject: gone.host, detail: { id } });
  });
}
