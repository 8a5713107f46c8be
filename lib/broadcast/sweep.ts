import { sql } from "drizzle-orm";
import { announcement } from "#lib/bus/bus.ts";
import { broadcastTopics } from "#lib/bus/topics.ts";
import { leaseS } from "./begin.ts";
import type { RingCtx } from "./ctx.ts";
import { finish } from "./finish.ts";

/**
 * Looks after broadcasts nobody works on: what a dead process left `sending` becomes `unknown` and is not sent again,
 * what it left queued gets a fresh job, and what is done is finished.
 */
export async function sweep(ctx: RingCtx): Promise<void> {
  const touched = await ctx.db.execute<{ id: number }>(sql`
    with lost as (
      update delivery set outcome = 'unknown', finished_at = now(), lease_until = null
      where outcome = 'sending' and (lease_until is null or lease_until < now()) returning broadcast_id)
    select id, ${announcement(broadcastTopics(sql`id`))} from (select distinct broadcast_id as id from lost) as t`);
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

/** At the start of the only instance there can be: nobody else holds a lease, so all work left over goes on at once. */
export async function voidLeases({ db }: Pick<RingCtx, "db">): Promise<void> {
  await db.execute(sql`update delivery set lease_until = null where outcome in ('queued', 'sending')`);
  await db.execute(sql`update broadcast set lease_until = null where state in ('running', 'scheduled', 'waiting')`);
}
