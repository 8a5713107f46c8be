import { asc, eq } from "drizzle-orm";
import { broadcast } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { isOver, takeBack } from "../cancel.ts";

/**
 * Takes back what has not been sent of a series: all that are to come, and what is left of one that runs or waits. Cancelling
 * twice is the same as once.
 * @throws BelfryError `not-found`, or `conflict` when all of it has ended already
 */
export async function cancelSeries({ db, actor }: Pick<Ctx, "db" | "actor">, { id }: { id: number }): Promise<void> {
  await db.transaction(async (tx) => {
    const all = await tx
      .select({ id: broadcast.id, state: broadcast.state })
      .from(broadcast)
      .where(eq(broadcast.seriesId, id))
      .orderBy(asc(broadcast.id))
      .for("update");
    if (all.length === 0) throw new BelfryError("not-found", `There is no series ${id}.`);
    const open = all.filter(({ state }) => !isOver(state));
    if (open.length === 0 && all.every(({ state }) => state !== "cancelled"))
      throw new BelfryError("conflict", `Series ${id} has ended already.`);
    if (open.length === 0) return;
    for (const one of open) await takeBack(tx, one.id);
    await note(tx, actor, { act: "broadcast.cancel-series", subject: String(id), detail: { broadcasts: open.length } });
  });
}
