import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { broadcast } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import { BelfryError } from "#lib/errors.ts";
import { announce } from "#lib/bus/bus.ts";
import { workTopic } from "#lib/bus/topics.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import { earlierResult, once } from "#lib/idempotency/once.ts";
import { take } from "#lib/limits/take.ts";
import { requireHub, type SendCtx } from "./ctx.ts";
import { inboxCopy } from "./inbox-copy.ts";
import { plan, reach, type Reach } from "./plan.ts";
import {
  columnsOfPeople,
  needsGroups,
  requireGroups,
  requireSomebody,
  resolveAudience,
  type Audience,
} from "./resolve-recipients.ts";
import { broadcastsAMinute, type BroadcastInput } from "./schema.ts";

/** Whom it asks to reach. */
export const audienceOf = ({ recipients = null, except = null }: Partial<Audience>): Audience => ({
  recipients,
  except,
});

/** The same, as the audit log has it. */
export const toWhom = ({ recipients, except }: Pick<BroadcastInput, "recipients" | "except">) => ({
  to: recipients ?? "everyone",
  ...(except && { except }),
});

/** The columns that say what is sent to whom; when and by whom is apart. */
export function columnsOf(input: BroadcastInput) {
  return {
    message: input.message,
    variant: input.variant,
    autoCloseMs: input.autoClose === false ? null : input.autoClose,
    immediate: input.immediate,
    recipients: input.recipients ?? null,
    recipientsExcept: input.except ?? null,
    validForS: input.validFor ?? null,
  };
}

/**
 * Sends a broadcast: stores it, its copy in the inbox and its deliveries, all or nothing, and tells the instances that
 * there is work; with `sendAt` a job does when it is due. The hub is asked for its servers first, and whom the recipients
 * stand for, so that nothing is stored when it can't be asked. For servers whoever takes it up asks instead with `sendAt`
 * or when `planLater`, and with `sendAt` for people too.
 * @param idempotencyKey a key of the caller's: a repeated one within 24 hours gives the first broadcast again,
 *   asks the hub nothing and counts for nothing
 * @returns the broadcast's id, and whether a request of before sent it; {@link getBroadcast} has the rest
 * @throws BelfryError `off` without a hub, `hub-failed` when it can't be asked, `bad-input` when it knows none of the
 *   recipients, `conflict` for a key used otherwise, `too-many` of them
 */
export async function send(
  ctx: SendCtx,
  input: BroadcastInput,
  { idempotencyKey, planLater = false }: { idempotencyKey?: string | undefined; planLater?: boolean } = {},
): Promise<{ id: number; replayed: boolean }> {
  const hub = requireHub(ctx);
  const asked = { route: "broadcast", key: idempotencyKey, request: input };
  const earlier = await earlierResult<{ id: number }>(ctx, asked);
  if (earlier) return { ...earlier, replayed: true };
  await take(ctx, { key: "broadcasts", most: broadcastsAMinute, windowS: 60 }, "broadcasts this minute");
  const audience = audienceOf(input);
  const sendAt = input.sendAt && (await isToCome(ctx.db, input.sendAt)) ? input.sendAt : null;
  const isAsked = ctx.labs.checks.giveWay();
  const { people, ...planned } = await askHub(hub, { audience, scheduled: sendAt !== null, planLater }).finally(
    isAsked,
  );
  if (people) requireSomebody(people, audience);

  const { result, replayed } = await once(ctx, asked, async (tx) => {
    const [made] = await tx
      .insert(broadcast)
      .values({
        ...columnsOf(input),
        ...(people && columnsOfPeople(people, audience)),
        state: sendAt ? "scheduled" : "running",
        senderId: ctx.actor.personId,
        sender: ctx.actor.username,
        sendAt,
        startedAt: sendAt ? null : sql`now()`,
        validUntil: input.validFor && !sendAt ? sql`now() + ${input.validFor} * interval '1 second'` : null,
      })
      .returning({ id: broadcast.id });
    if (!made) throw new Error("a broadcast was not inserted");
    const to = people?.usernames ?? null;
    if (!sendAt) await inboxCopy(tx, { ...input, id: made.id, recipients: to, sender: ctx.actor.username }, ctx.now());
    if (sendAt) await schedule(ctx, tx, { id: made.id, at: sendAt });
    else if (planned.servers) await plan(tx, made.id, { ...planned, servers: planned.servers });
    else await announce(tx, workTopic);
    await note(tx, ctx.actor, {
      act: "broadcast.send",
      subject: String(made.id),
      detail: { message: input.message, ...toWhom(input), ...(sendAt && { at: sendAt.toISOString() }) },
    });
    return made;
  });
  return { ...result, replayed };
}

/** What has to be known before it is stored: what can't be rung later is refused now. */
async function askHub(
  hub: HubClient,
  { audience, scheduled, planLater }: { audience: Audience; scheduled: boolean; planLater: boolean },
): Promise<Partial<Reach>> {
  if (scheduled) {
    if (needsGroups(audience)) await requireGroups(hub);
    return {};
  }
  return planLater ? { people: await resolveAudience(hub, audience) } : reach(hub, audience);
}

/** A job takes it up when it is due; whoever is told now need not wait for that, where it is soon. */
export async function schedule({ jobs }: SendCtx, tx: Db, { id, at }: { id: number; at: Date }): Promise<void> {
  await jobs.send(tx, "broadcast", { id }, { startAfter: at });
  await announce(tx, workTopic);
}

/** A time of so long ago was meant otherwise; one a moment ago is now. */
const longestPastS = 60;

/**
 * By the clock that also says when it is due: the database's.
 * @throws BelfryError `bad-input` when it is more than a minute past
 */
export async function isToCome(db: Db, at: Date): Promise<boolean> {
  const [row] = await db.execute<{ toCome: boolean; past: boolean }>(sql`
    select at > now() as "toCome", at < now() - ${longestPastS} * interval '1 second' as past
    from (values (${at.toISOString()}::timestamptz)) as given(at)`);
  if (row?.past) {
    const message = `Send time ${at.toISOString()} has passed`;
    throw new BelfryError("bad-input", `${message}.`, { errors: [{ path: "sendAt", message }] });
  }
  return row?.toCome === true;
}
