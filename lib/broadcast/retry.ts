import { and, eq, inArray, sql } from "drizzle-orm";
import { broadcast, delivery } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import { BelfryError } from "#lib/errors.ts";
import { announce } from "#lib/bus/bus.ts";
import { broadcastTopic, workTopic } from "#lib/bus/topics.ts";
import { requireHub, type SendCtx } from "./ctx.ts";
import { isSeen } from "./is-seen.ts";
import { FAILED_OUTCOMES } from "./outcome.ts";

/** What a delivery is that is to be made once more. */
export const queuedAgain = {
  outcome: "queued",
  attempt: sql`${delivery.attempt} + 1`,
  httpStatus: null,
  durationMs: null,
  reason: null,
  address: null,
  finishedAt: null,
  leaseOwner: null,
  leaseUntil: null,
};

/** What a broadcast is that goes on after it was done; how long it lay still counts for nothing. */
export const resumed = {
  state: "running" as const,
  pausedMs: sql`${broadcast.pausedMs} + coalesce(extract(epoch from now() - ${broadcast.finishedAt}) * 1000, 0)::bigint`,
  finishedAt: null,
  leaseUntil: null,
};

/**
 * Rings again the servers whose delivery failed. Those whose outcome is unknown may show the message already and would
 * show it twice, so they are left alone unless asked for.
 * @returns how many are rung again
 * @throws BelfryError `not-found`, or `conflict` while it runs or when it was cancelled
 */
export async function retry(
  ctx: Omit<SendCtx, "jobs">,
  { id, unknown }: { id: number; unknown: boolean },
): Promise<{ retried: number }> {
  requireHub(ctx);
  return ctx.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ state: broadcast.state, plannedAt: broadcast.plannedAt })
      .from(broadcast)
      .where(and(eq(broadcast.id, id), isSeen))
      .for("update");
    if (!found) throw new BelfryError("not-found", `There is no broadcast ${id}.`);
    if (!["finished", "waiting", "failed"].includes(found.state)) {
      throw new BelfryError(
        "conflict",
        found.state === "cancelled" ? `Broadcast ${id} was cancelled.` : `Broadcast ${id} is not done yet.`,
      );
    }
    const again = await tx
      .update(delivery)
      .set(queuedAgain)
      .where(
        and(
          eq(delivery.broadcastId, id),
          inArray(delivery.outcome, unknown ? [...FAILED_OUTCOMES, "unknown"] : FAILED_OUTCOMES),
        ),
      )
      .returning({ username: delivery.username });
    // One that failed before it was planned has no deliveries yet: the servers are listed first.
    if (again.length === 0 && found.plannedAt) return { retried: 0 };
    await tx
      .update(broadcast)
      .set({ ...resumed, ...(!found.plannedAt && { startedAt: sql`now()`, pausedMs: 0 }) })
      .where(eq(broadcast.id, id));
    await note(tx, ctx.actor, { act: "broadcast.retry", subject: String(id), detail: { labs: again.length, unknown } });
    await announce(tx, workTopic);
    await announce(tx, broadcastTopic(id));
    return { retried: again.length };
  });
}
