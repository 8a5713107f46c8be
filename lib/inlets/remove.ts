import { and, eq } from "drizzle-orm";
import { inlet } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { inletColumns, noSuchInlet, requireKeeper } from "./inlet.ts";

/**
 * Deletes an inlet and the record of its calls; what it published stays.
 * @throws BelfryError `not-found` as `requireKeeper`, and for one that the origin has not
 */
export async function removeInlet(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { origin, id }: { origin: string; id: number },
): Promise<void> {
  await requireKeeper({ db, actor }, origin);
  await db.transaction(async (tx) => {
    const [gone] = await tx
      .delete(inlet)
      .where(and(eq(inlet.id, id), eq(inlet.origin, origin)))
      .returning(inletColumns);
    if (!gone) throw noSuchInlet(origin);
    await note(tx, actor, { act: "inlet.remove", subject: gone.name, detail: { id, origin } });
  });
}
