import { and, eq, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { broadcast } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { announce } from "#lib/bus/bus.ts";
import { broadcastTopic } from "#lib/bus/topics.ts";
import type { StoredBroadcast } from "./begin.ts";
import { endedStates } from "./document.ts";
import { isSeen } from "./is-seen.ts";

/**
 * Takes back what has not been sent of a scheduled, running or waiting broadcast. Requests in flight end by themselves.
 * Cancelling twice is the same as once.
 * @throws BelfryError `not-found`, or `conflict` when it has ended already
 */
export async function cancel({ db, actor }: Pick<Ctx, "db" | "actor">, { id }: { id: number }): Promise<void> {
  await db.transaction(async (tx) => {
    const [found] = await tx
      .select({ state: broadcast.state })
      .from(broadcast)
      .where(and(eq(broadcast.id, id), isSeen))
      .for("update");
    if (!found) throw new BelfryError("not-found", `There is no broadcast ${id}.`);
    if (found.state === "cancelled") return;
    if (isOver(found.state)) throw new BelfryError("conflict", `Broadcast ${id} has ended already.`);
    await takeBack(tx, id);
    await note(tx, actor, { act: "broadcast.cancel", subject: String(id) });
  });
}

/** Whether nothing of it can be taken back any more. */
export const isOver = (state: StoredBroadcast["state"]) => endedStates.includes(state);

/** Takes back what has not been sent of one whose row is locked. */
export async function takeBack(tx: Db, id: number): Promise<void> {
  // In the order in which those who ring take them, so that neither blocks the other for good.
  await tx.execute(sql`
    with held as (
      select username, server from delivery
      where broadcast_id = ${id} and outcome = 'queued' order by username, server for update)
    update delivery d set outcome = 'cancelled', finished_at = now()
    from held where d.broadcast_id = ${id} and d.username = held.username and d.server = held.server`);
  await tx
    .update(broadcast)
    .set({ state: "cancelled", finishedAt: sql`now()` })
    .where(eq(broadcast.id, id));
  await announce(tx, broadcastTopic(id));
}
