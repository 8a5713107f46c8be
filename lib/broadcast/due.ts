import { sql } from "drizzle-orm";
import { leaseS } from "./begin.ts";
import type { RingCtx } from "./ctx.ts";

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
