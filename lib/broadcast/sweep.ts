import { sql } from "drizzle-orm";
import { announcement } from "#lib/bus/bus.ts";
import { broadcastTopics } from "#lib/bus/topics.ts";
import type { RingCtx } from "./ctx.ts";
import { finish } from "./finish.ts";

/**
 * Looks after what a dead process left: deliveries that were `sending` become `unknown` and are not sent again, and a
 * broadcast without open ones is finished. What is queued is found by `due`.
 */
export async function sweep({ db }: Pick<RingCtx, "db">): Promise<void> {
  await db.execute(sql`
    with lost as (
      update delivery set outcome = 'unknown', reason = 'whoever sent it ended before an answer came', finished_at = now(), lease_until = null
      where outcome = 'sending' and (lease_until is null or lease_until < now()) returning broadcast_id)
    select ${announcement(broadcastTopics(sql`id`))} from (select distinct broadcast_id as id from lost) as t`);
  const done = await db.execute<{ id: number }>(sql`
    select id from broadcast b where state = 'running' and planned_at is not null
      and not exists (select from delivery where broadcast_id = b.id and outcome in ('queued', 'sending'))`);
  for (const { id } of done) await finish({ db }, id);
}

/** At the start of the only instance there can be: nobody else holds a lease, so all work left over goes on at once. */
export async function voidLeases({ db }: Pick<RingCtx, "db">): Promise<void> {
  await db.execute(sql`update delivery set lease_until = null where outcome in ('queued', 'sending')`);
  await db.execute(sql`update broadcast set lease_until = null where state in ('running', 'scheduled', 'waiting')`);
}
