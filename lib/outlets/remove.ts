import { and, eq } from "drizzle-orm";
import { outlet } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { belongingTo, noSuchOutlet, type Whose } from "./outlet.ts";

/** Deletes one of the actor's outlets, or of an origin's: nothing more is sent there. @throws BelfryError `not-found` when there is no such outlet */
export async function removeOutlet(
  ctx: Pick<Ctx, "db" | "actor">,
  { id, ...whose }: Whose & { id: number },
): Promise<void> {
  const { db, actor } = ctx;
  await db.transaction(async (tx) => {
    const [gone] = await tx
      .delete(outlet)
      .where(and(eq(outlet.id, id), belongingTo(ctx, whose)))
      .returning({ host: outlet.host });
    if (!gone) throw noSuchOutlet(whose);
    const { origin } = whose;
    await note(tx, actor, {
      act: "outlet.remove",
      subject: gone.host,
      detail: { id, ...(origin !== undefined && { origin }) },
    });
  });
}
