import { and, eq, sql } from "drizzle-orm";
import { broadcast } from "#db/schema/index.ts";
import { announce } from "#lib/bus/bus.ts";
import { transaction } from "#lib/bus/committed.ts";
import { broadcastTopic } from "#lib/bus/topics.ts";
import type { RingCtx } from "./ctx.ts";
import { inboxCopy } from "./inbox-copy.ts";
import { needsHub, type Audience } from "./resolve-recipients.ts";

/** A broadcast at work, as the database has it. */
export type StoredBroadcast = typeof broadcast.$inferSelect;

/** Whom a stored one is for, until the hub was asked: {@link columnsOfPeople} takes the place of it then. */
export const storedAudience = ({
  recipients,
  recipientsExcept,
}: Pick<StoredBroadcast, "recipients" | "recipientsExcept">): Audience => ({ recipients, except: recipientsExcept });

/** How long work on a broadcast or a delivery may go without a sign of life before another takes it over. */
export const leaseS = 10;

/**
 * Takes up the work on a broadcast. A scheduled one starts here, with its copy in the inbox.
 * @returns nothing when there is no work to do: it was cancelled, has ended, or is not due
 */
export async function begin(
  { db, now }: Pick<RingCtx, "db" | "now">,
  id: number,
): Promise<StoredBroadcast | undefined> {
  return transaction(db, async (tx) => {
    const started = await tx
      .update(broadcast)
      .set({
        state: "running",
        startedAt: sql`now()`,
        validUntil: sql`now() + ${broadcast.validForS} * interval '1 second'`,
      })
      .where(
        and(
          eq(broadcast.id, id),
          eq(broadcast.state, "scheduled"),
          sql`${broadcast.sendAt} <= now() + interval '1 second'`,
        ),
      )
      .returning();
    for (const sent of started) {
      // Who is in a group now, or not left out, the hub says: their copies come with the plan.
      if (!needsHub(storedAudience(sent))) await inboxCopy(tx, sent, now());
      await announce(tx, broadcastTopic(id));
    }
    const [working] = await tx
      .update(broadcast)
      .set({ leaseUntil: sql`now() + ${leaseS} * interval '1 second'` })
      .where(and(eq(broadcast.id, id), eq(broadcast.state, "running")))
      .returning();
    return working;
  });
}

/**
 * The broadcasts to work on now: those with deliveries that nobody holds, which all instances share, and those whose
 * servers are still to be listed. Of the latter each is one instance's, for the length of a lease.
 */
export async function due({ db }: Pick<RingCtx, "db">): Promise<number[]> {
  const rows = await db.execute<{ id: number }>(sql`
    with unplanned as (
      update broadcast set lease_until = now() + ${leaseS} * interval '1 second'
      where ((state = 'running' and planned_at is null) or (state = 'scheduled' and send_at <= now()))
        and (lease_until is null or lease_until < now())
      returning id)
    select id from unplanned union all
    select id from broadcast b where state = 'running' and planned_at is not null and exists (
      select from delivery where broadcast_id = b.id and outcome = 'queued' and (lease_until is null or lease_until < now()))`);
  return rows.map(({ id }) => id);
}

/** How far ahead {@link untilNextMs} looks: longer than it takes until it is asked again. */
const aheadS = 10;

/** How long it is until the next scheduled broadcast is due, if that is soon. */
export async function untilNextMs({ db }: Pick<RingCtx, "db">): Promise<number | undefined> {
  const [row] = await db.execute<{ ms: number | null }>(sql`
    select ceil(extract(epoch from min(send_at) - now()) * 1000)::int as ms from broadcast
    where state = 'scheduled' and send_at > now() and send_at < now() + ${aheadS} * interval '1 second'`);
  return row?.ms ?? undefined;
}
