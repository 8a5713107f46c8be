import { and, asc, count, eq, sql } from "drizzle-orm";
import { broadcast, delivery } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import type { BroadcastDocument } from "./document.ts";
import { hintFor, type Reached } from "./hint-for.ts";
import { isSeen } from "./is-seen.ts";
import type { Labs } from "./labs.ts";
import { errorShown, statusOf, type FinalOutcome } from "./outcome.ts";

type ShownOutcome = FinalOutcome | "queued";

/** What is being sent right now is shown as queued. */
const shown = sql<ShownOutcome>`case ${delivery.outcome} when 'sending' then 'queued' else ${delivery.outcome} end`;

/**
 * A broadcast and what came of it so far.
 * @param details whether to list every server; without, the document is the totals alone
 * @throws BelfryError `not-found`
 */
export async function getBroadcast(
  {
    db,
    labs,
    hub,
  }: Pick<Ctx, "db"> & { labs?: Pick<Labs, "urlTemplate">; hub?: Pick<HubClient, "apiUrl"> | undefined },
  { id, details = true }: { id: number; details?: boolean },
): Promise<BroadcastDocument> {
  const [sent] = await db
    .select()
    .from(broadcast)
    .where(and(eq(broadcast.id, id), isSeen));
  if (!sent) throw new BelfryError("not-found", `There is no broadcast ${id}.`);
  const counted = await db
    .select({ outcome: shown, count: count() })
    .from(delivery)
    .where(eq(delivery.broadcastId, id))
    .groupBy(shown);
  const outcomes = Object.fromEntries(counted.map((row) => [row.outcome, row.count]));
  const total = sum(counted);
  const isResolved = sent.recipientsUnknown !== null;
  const [only, another] = counted;
  const hint =
    labs && only && !another && isFailure(only.outcome)
      ? await hintOf(db, { id, outcome: only.outcome }, { ...labs, apiUrl: hub?.apiUrl })
      : undefined;
  return {
    id: sent.id,
    state: sent.state,
    total,
    successful: outcomes["delivered"] ?? 0,
    failed: sum(counted.filter(({ outcome }) => statusOf(outcome) === "failed")),
    ...(total === 0 && sent.plannedAt && { message: "No active servers found" }),
    ...(hint !== undefined && { hint }),
    ...(sent.error !== null && { error: sent.error }),
    ...(sent.warning !== null && { warning: sent.warning }),
    ...(sent.recipientsUnknown && sent.recipientsUnknown.length > 0 && { unknown: sent.recipientsUnknown }),
    stillToCome: sent.state === "waiting" ? await countStillToCome(db, sent) : null,
    durationMs:
      sent.startedAt && sent.finishedAt
        ? Math.max(0, sent.finishedAt.getTime() - sent.startedAt.getTime() - sent.pausedMs)
        : null,
    outcomes,
    broadcast: {
      message: sent.message,
      type: sent.variant,
      autoClose: sent.autoCloseMs ?? false,
      immediate: sent.immediate,
      recipients:
        sent.recipientsExcept && isResolved ? sent.recipientsAsked : (sent.recipientsAsked ?? sent.recipients),
      except: sent.recipientsExcept,
      sender: sent.sender,
      sentISO: (sent.startedAt ?? sent.createdAt).toISOString(),
      finishedISO: sent.finishedAt?.toISOString() ?? null,
      sendAtISO: sent.sendAt?.toISOString() ?? null,
      validUntilISO: sent.validUntil?.toISOString() ?? null,
      validFor: sent.validForS,
      series: sent.seriesId,
    },
    ...(details && { details: await listDetails(db, id) }),
  };
}

/** People without a delivery: of the chosen ones, or of all whom the hub knows. Null until the hub was asked. */
async function countStillToCome(
  db: Ctx["db"],
  sent: { id: number; recipients: string[] | null; audienceSize: number | null },
): Promise<number | null> {
  const reached = await db
    .selectDistinct({ username: delivery.username })
    .from(delivery)
    .where(eq(delivery.broadcastId, sent.id));
  const names = new Set(reached.map(({ username }) => username));
  if (sent.recipients) return sent.recipients.filter((name) => !names.has(name)).length;
  return sent.audienceSize === null ? null : Math.max(0, sent.audienceSize - names.size);
}

async function listDetails(db: Ctx["db"], id: number): Promise<NonNullable<BroadcastDocument["details"]>> {
  const rows = await db
    .select({
      username: delivery.username,
      server: delivery.server,
      outcome: shown,
      httpStatus: delivery.httpStatus,
      durationMs: delivery.durationMs,
      reason: delivery.reason,
      address: delivery.address,
    })
    .from(delivery)
    .where(eq(delivery.broadcastId, id))
    .orderBy(asc(delivery.username), asc(delivery.server));
  return rows.map((row) => {
    const { httpStatus, reason, address, ...detail } = row;
    const error = errorShown(row.outcome, httpStatus);
    return {
      ...detail,
      status: statusOf(row.outcome) ?? "pending",
      ...(error && { error }),
      ...(reason && { reason }),
      ...(address && { address }),
    };
  });
}

const isFailure = (outcome: ShownOutcome): outcome is FinalOutcome =>
  statusOf(outcome) === "failed" && outcome !== "cancelled";

/** By one of the servers: all came to the same. */
async function hintOf(
  db: Ctx["db"],
  { id, outcome }: { id: number; outcome: FinalOutcome },
  reached: Reached,
): Promise<string | undefined> {
  const [one] = await db
    .select({ reason: delivery.reason, address: delivery.address })
    .from(delivery)
    .where(eq(delivery.broadcastId, id))
    .limit(1);
  return one && hintFor({ outcome, ...one }, reached);
}

const sum = (rows: { count: number }[]) => rows.reduce((all, row) => all + row.count, 0);
