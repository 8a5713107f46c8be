import { randomUUID } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { broadcast } from "#db/schema/index.ts";
import { BelfryError } from "#lib/errors.ts";
import { announce } from "#lib/bus/bus.ts";
import { transaction } from "#lib/bus/committed.ts";
import { broadcastTopic } from "#lib/bus/topics.ts";
import { storedAudience, begin, type StoredBroadcast } from "./begin.ts";
import { renew } from "./deliveries.ts";
import { requireHub, type RingCtx } from "./ctx.ts";
import { deliver } from "./deliver.ts";
import { finish } from "./finish.ts";
import { inboxCopy } from "./inbox-copy.ts";
import { plan, reach } from "./plan.ts";
import { columnsOfPeople, needsHub, requireSomebody, type Audience, type Resolved } from "./resolve-recipients.ts";

/** How long a broadcast waits for a hub that can't list its servers before it counts as failed. */
const giveUpAfterS = 15 * 60;
/** It is tried again after as long as it has been waited for so far, within these limits: about 2, 4, 8 … seconds. */
const shortestPauseS = 2;
const longestPauseS = 60;
const renewEveryMs = 3000;

/**
 * Does the work on one broadcast: lists the servers unless that is done, rings them, and finishes it.
 * @param claimed called once no delivery is left to claim; requests in flight are still waited for then
 * @see docs/decisions/0002-state-in-the-table.md
 */
export async function ring(instance: RingCtx, id: number, claimed = () => undefined as void): Promise<void> {
  if (instance.stopping.aborted) return;
  // Another ring of the same broadcast, in this process too, must not take what this one holds for its own.
  const ctx = { ...instance, owner: `${instance.owner}/${randomUUID()}` };
  const sent = await begin(ctx, id);
  if (!sent) return;
  const renewing = setInterval(() => {
    renew(ctx, id).catch((error: unknown) => ctx.log.warn({ err: error, broadcast: id }, "leases were not renewed"));
  }, renewEveryMs);
  try {
    if (!sent.plannedAt && !(await planned(ctx, sent))) return;
    await deliver(ctx, sent, claimed);
  } finally {
    clearInterval(renewing);
  }
  await finish(ctx, id);
}

/** Lists the servers to ring. @returns false when the hub can't be asked or knows nobody, which is said on the broadcast */
async function planned(ctx: RingCtx, sent: StoredBroadcast): Promise<boolean> {
  const { id, recipientsUnknown } = sent;
  const audience = storedAudience(sent);
  try {
    const { people, ...reached } = await reach(requireHub(ctx), audience, { resolved: recipientsUnknown !== null });
    if (people) requireSomebody(people, audience);
    await transaction(ctx.db, async (tx) => {
      if (people) await notePeople(tx, { id, people, audience, now: ctx.now() });
      await plan(tx, id, reached);
    });
    return true;
  } catch (error) {
    if (!(error instanceof BelfryError)) throw error;
    await hubFailed(ctx, id, error);
    return false;
  }
}

/** Whom a scheduled broadcast is for, and their copies where the hub alone could say who they are. Once. */
async function notePeople(
  tx: Db,
  { id, people, audience, now }: { id: number; people: Resolved; audience: Audience; now: Date },
): Promise<void> {
  const [noted] = await tx
    .update(broadcast)
    .set(columnsOfPeople(people, audience))
    .where(and(eq(broadcast.id, id), eq(broadcast.state, "running"), isNull(broadcast.recipientsUnknown)))
    .returning();
  if (noted && needsHub(audience)) await inboxCopy(tx, noted, now);
}

/**
 * The hub could not be asked: said on the broadcast, and tried again a little later, up to a limit. One whose servers
 * another instance could list meanwhile is left alone. That it knows none of the recipients is final.
 */
async function hubFailed(ctx: RingCtx, id: number, error: BelfryError): Promise<void> {
  ctx.log.warn({ err: error, broadcast: id }, "the hub's servers could not be listed");
  const waitedS = sql`extract(epoch from now() - ${broadcast.startedAt})`;
  const tooLate = error.code === "bad-input" ? sql`true` : sql`${waitedS} > ${giveUpAfterS}`;
  // Up to half of it less, so that broadcasts which fail together do not come back together.
  const pauseS = sql`least(${longestPauseS}, greatest(${shortestPauseS}, ${waitedS})) * (1 - random() / 2)`;
  await ctx.db
    .update(broadcast)
    .set({
      error: error.message,
      leaseUntil: sql`now() + ${pauseS} * interval '1 second'`,
      state: sql`case when ${tooLate} then 'failed' else 'running' end`,
      finishedAt: sql`case when ${tooLate} then now() end`,
    })
    .where(and(eq(broadcast.id, id), eq(broadcast.state, "running"), isNull(broadcast.plannedAt)));
  await announce(ctx.db, broadcastTopic(id));
}
