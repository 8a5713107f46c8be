import { sql } from "drizzle-orm";
import { announcement } from "#lib/bus/bus.ts";
import { workTopic } from "#lib/bus/topics.ts";
import type { RingCtx } from "./ctx.ts";
import { leaseS } from "./begin.ts";

/** A delivery this process may ring. `baseUrl` as the hub lists it. */
export interface Claimed {
  username: string;
  server: string;
  baseUrl: string;
  fullUrl: string | null;
  /** Which attempt it is, from 0. */
  attempt: number;
}

/** Rows taken at once: enough that claiming costs little, few enough that several instances share a broadcast fairly. */
const batch = 128;

/**
 * Claims the queued deliveries of a broadcast batch by batch, as fast as they are used up, until none is left or the
 * process stops. Rows that others are claiming are skipped, not waited for. What was claimed here before is still in
 * hand, even if its lease has lapsed because this process stood still: claimed again it would be rung twice.
 */
export async function* claim(
  ctx: Pick<RingCtx, "db" | "log" | "owner" | "stopping">,
  broadcastId: number,
): AsyncGenerator<Claimed, void, undefined> {
  let told = false;
  for (;;) {
    if (ctx.stopping.aborted) return;
    const rows = await ctx.db.execute<{
      username: string;
      server: string;
      base_url: string;
      full_url: string | null;
      attempt: number;
    }>(sql`
      with picked as (
        select username, server from delivery
        where broadcast_id = ${broadcastId} and outcome = 'queued' and (lease_until is null or lease_until < now())
          and lease_owner is distinct from ${ctx.owner}
        limit ${batch} for update skip locked)
      update delivery d set lease_owner = ${ctx.owner}, lease_until = now() + ${leaseS} * interval '1 second'
      from picked p where d.broadcast_id = ${broadcastId} and d.username = p.username and d.server = p.server
      returning d.username, d.server, d.base_url, d.full_url, d.attempt`);
    if (rows.length === 0) return;
    if (rows.length === batch && !told) {
      told = true;
      tellPlanner(ctx);
    }
    for (const { username, server, base_url, full_url, attempt } of rows) {
      // What is left of the batch is given back, not worked through: each row would cost the hub a token.
      if (ctx.stopping.aborted) return release(ctx, broadcastId);
      yield { username, server, baseUrl: base_url, fullUrl: full_url, attempt };
    }
  }
}

/**
 * Tells Postgres's planner of the many rows that have just come, as one does after a bulk load. Until then it takes a
 * broadcast for a few rows, and reads all of them (at 5,000 labs 4 to 12 ms) in each statement on twenty (0.5 ms).
 */
function tellPlanner({ db, log }: Pick<RingCtx, "db" | "log">): void {
  db.execute(sql`analyze delivery (broadcast_id, outcome)`).catch((error: unknown) =>
    log.warn({ err: error }, "deliveries were not analysed"),
  );
}

/**
 * Keeps this process's leases on a broadcast alive while it works on it. A row that is being written down this moment
 * is skipped, not waited for: two statements that take many rows in different orders would block each other.
 */
export async function renew({ db, owner }: Pick<RingCtx, "db" | "owner">, broadcastId: number): Promise<void> {
  await db.execute(sql`
    with held as (
      select username, server from delivery
      where broadcast_id = ${broadcastId} and lease_owner = ${owner} and outcome in ('queued', 'sending')
      for update skip locked
    ), renewed as (
      update delivery d set lease_until = now() + ${leaseS} * interval '1 second'
      from held where d.broadcast_id = ${broadcastId} and d.username = held.username and d.server = held.server)
    update broadcast set lease_until = now() + ${leaseS} * interval '1 second' where id = ${broadcastId} and state = 'running'`);
}

/**
 * Gives back what was claimed and has not been sent. When the process stops the others are told, so that they take it at
 * once; after a failure it waits for a round, or all would fail at it without a pause.
 */
export async function release(
  { db, owner, stopping }: Pick<RingCtx, "db" | "owner" | "stopping">,
  broadcastId: number,
): Promise<void> {
  await db.execute(sql`
    with held as (
      select username, server from delivery
      where broadcast_id = ${broadcastId} and lease_owner = ${owner} and outcome = 'queued'
      for update skip locked
    ), released as (
      update delivery d set lease_owner = null, lease_until = null
      from held where d.broadcast_id = ${broadcastId} and d.username = held.username and d.server = held.server returning 1)
    select ${announcement(workTopic)} where ${stopping.aborted} and exists (select from released)`);
}
