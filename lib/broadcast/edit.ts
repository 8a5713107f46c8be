import { and, eq, sql } from "drizzle-orm";
import { broadcast } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import { BelfryError } from "#lib/errors.ts";
import { announce } from "#lib/bus/bus.ts";
import { broadcastTopic, workTopic } from "#lib/bus/topics.ts";
import { requireHub, type SendCtx } from "./ctx.ts";
import { isSeen } from "./is-seen.ts";
import { needsGroups, requireGroups } from "./resolve-recipients.ts";
import type { BroadcastInput } from "./schema.ts";
import { audienceOf, columnsOf, isToCome, schedule, toWhom } from "./send.ts";

/**
 * Puts another broadcast in the place of a scheduled one that has not started; without `sendAt` it starts at once.
 * The job of the old time finds nothing due and ends; the new time has its own.
 * @throws BelfryError `not-found`, `conflict` once it has started or was cancelled, `off` without a hub, `hub-failed`
 *   when it doesn't show the groups that are asked for
 */
export async function edit(ctx: SendCtx, { id, input }: { id: number; input: BroadcastInput }): Promise<void> {
  const hub = requireHub(ctx);
  const { sendAt } = input;
  if (needsGroups(audienceOf(input))) await requireGroups(hub);
  if (sendAt) await isToCome(ctx.db, sendAt);
  await ctx.db.transaction(async (tx) => {
    const changed = await tx
      .update(broadcast)
      .set({ ...columnsOf(input), sendAt: sendAt ?? sql`now()`, leaseUntil: null })
      .where(and(eq(broadcast.id, id), eq(broadcast.state, "scheduled")))
      .returning({ id: broadcast.id });
    if (changed.length === 0) {
      const [found] = await tx
        .select({ state: broadcast.state })
        .from(broadcast)
        .where(and(eq(broadcast.id, id), isSeen));
      if (!found) throw new BelfryError("not-found", `There is no broadcast ${id}.`);
      throw new BelfryError(
        "conflict",
        found.state === "cancelled" ? `Broadcast ${id} was cancelled.` : `Broadcast ${id} has started already.`,
      );
    }
    await note(tx, ctx.actor, {
      act: "broadcast.edit",
      subject: String(id),
      detail: {
        message: input.message,
        ...toWhom(input),
        ...(sendAt && { at: sendAt.toISOString() }),
      },
    });
    if (sendAt) await schedule(ctx, tx, { id, at: sendAt });
    else await announce(tx, workTopic);
    await announce(tx, broadcastTopic(id));
  });
}
