import { sql } from "drizzle-orm";
import { announce, announcement } from "#lib/live/bus.ts";
import { leaseS } from "./begin.ts";
import type { RingCtx } from "./ctx.ts";
import { finish } from "./finish.ts";
import { plan, readyServers } from "./plan.ts";
import { topicOf } from "./record.ts";

/**
 * Looks after broadcasts nobody works on: what a dead process left `sending` becomes `unknown` and is not sent again,
 * what it left queued gets a fresh job, and what is done is finished.
 */
export async function sweep(ctx: RingCtx): Promise<void> {
  const touched = await ctx.db.execute<{ id: number }>(sql`
    with lost as (
      update delivery set outcome = 'unknown', finished_at = now(), lease_until = null
      where outcome = 'sending' and (lease_until is null or lease_until < now()) returning broadcast_id)
    select id, ${announcement(sql`'broadcast:' || id`)} from (select distinct broadcast_id as id from lost) as t`);
  // Others may be at work on these, and have waited for nothing but those rows.
  for (const { id } of touched) await finish(ctx, id);
  // The new lease is for the job to arrive; only one of several instances that sweep at once gets to send it.
  const idle = await ctx.db.execute<{ id: number }>(sql`
    update broadcast set lease_until = now() + ${leaseS} * interval '1 second'
    where (state = 'running' and (lease_until is null or lease_until < now()) and started_at < now() - interval '2 seconds')
      or (state = 'scheduled' and send_at < now() - interval '2 seconds' and (lease_until is null or lease_until < now()))
    returning id`);
  for (const { id } of idle) {
    await finish(ctx, id);
    await ctx.jobs.send(ctx.db, "broadcast", { id });
  }
}

/**
 * For each broadcast that is still valid: servers that have become ready since are rung too, once. The hub is asked
 * once for all of them together, by one instance at a time.
 */
export async function ringLateStarters(ctx: RingCtx): Promise<void> {
  const hub = ctx.hub;
  if (!hub) return;
  await ctx.db.execute(sql`
    update broadcast set state = 'finished', finished_at = now() where state = 'waiting' and valid_until <= now()`);
  const valid = await ctx.db.execute<{ id: number; recipients: string[] | null }>(sql`
    select id, recipients from broadcast where state = 'waiting' and valid_until > now()`);
  if (valid.length === 0) return;
  const ready = await readyServers(hub, null);
  await ctx.db.execute(sql`
    update broadcast set audience_size = ${await hub.countUsers()} where state = 'waiting' and recipients is null`);
  for (const { id, recipients } of valid) {
    const servers = recipients ? ready.filter(({ username }) => recipients.includes(username)) : ready;
    await ctx.db.transaction(async (tx) => {
      if ((await plan(tx, id, servers)) === 0) return;
      await tx.execute(sql`
        update broadcast set state = 'running', finished_at = null, lease_until = null where id = ${id} and state = 'waiting'`);
      await ctx.jobs.send(tx, "broadcast", { id });
      await announce(tx, topicOf(id));
    });
  }
}

/** At the start of the only instance there can be: nobody else holds a lease, so all work left over goes on at once. */
export async function voidLeases({ db }: Pick<RingCtx, "db">): Promise<void> {
  await db.execute(sql`update delivery set lease_until = null where outcome in ('queued', 'sending')`);
  await db.execute(sql`update broadcast set lease_until = null where state in ('running', 'scheduled')`);
}
