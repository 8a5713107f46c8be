import { setTimeout as sleep } from "node:timers/promises";
import { sql, type SQL } from "drizzle-orm";
import { batch } from "#lib/async/batch.ts";
import { retry } from "#lib/async/retry.ts";
import { announcement } from "#lib/bus/bus.ts";
import { broadcastTopic, workTopic } from "#lib/bus/topics.ts";
import { emit } from "#lib/diagnostics.ts";
import { leaseS } from "./begin.ts";
import type { RingCtx } from "./ctx.ts";
import type { Labs } from "./labs.ts";
import type { Recorded } from "./outcome.ts";
import { keyOf, type Started } from "./warm-labs.ts";

/** A delivery this process may ring. `baseUrl` as the hub lists it. */
export interface Claimed {
  username: string;
  server: string;
  baseUrl: string;
  fullUrl: string | null;
  /** When the hub said that it was started. */
  started: string | null;
  /** Which attempt it is, from 0. */
  attempt: number;
}

/** Rows taken at once: enough that claiming costs little, few enough that several instances share a broadcast fairly. */
const mostClaimed = 128;
/** Of those that wait for nobody. */
const mostWarm = 1000;
/** In one statement that writes down what happened. */
const mostMarked = 1000;

/** Of those that hung before: few, since each costs the hub a token that a healthy one could have. */
const mostSilent = 32;
/** So many at the most go ahead of the others: a part of the connections, each of which they hold until their time is up. */
const shareOfConnections = 4;
/** No more of them go ahead once this has passed. */
const headStartMs = 500;

/** Where another instance has tokens for some, it takes those first, within this. */
const othersFirstMs = 400;

type ClaimCtx = Pick<RingCtx, "db" | "log" | "owner" | "stopping"> & { labs: Pick<Labs, "warm" | "silent" | "pool"> };

/**
 * Claims the queued deliveries of a broadcast batch by batch, as fast as they are used up, until none is left or the
 * process stops; first those for which there are tokens here, then some that hung when they were last asked. Rows that others are claiming are skipped, not waited for.
 * What was claimed here before is still in hand, even if its lease has lapsed because this process stood still: claimed
 * again it would be rung twice.
 */
export async function* claim(ctx: ClaimCtx, broadcastId: number): AsyncGenerator<Claimed, void, undefined> {
  let told = false;
  for await (const rows of batches(ctx, broadcastId)) {
    if (rows.length >= mostClaimed && !told) {
      told = true;
      tellPlanner(ctx);
    }
    for (const row of rows) {
      // What is left of the batch is given back, not worked through: each row would cost the hub a token.
      if (ctx.stopping.aborted) return release(ctx, broadcastId);
      yield row;
    }
  }
}

async function* batches(ctx: ClaimCtx, broadcastId: number): AsyncGenerator<Claimed[], void, undefined> {
  const { warm, silent, pool } = ctx.labs;
  const claimThese = (servers: readonly Started[]) => claimWhere(ctx, these(ctx, broadcastId, servers), broadcastId);
  const ahead = silent.all().slice(0, Math.floor(pool.places.limit / shareOfConnections));
  const areAhead = new Set(ahead.map(keyOf));
  const held = Map.groupBy(warm.held(), (server) => areAhead.has(keyOf(server)));
  for (const servers of [true, false].flatMap((isAhead) => chunks(held.get(isAhead) ?? [], mostWarm))) {
    if (ctx.stopping.aborted) return;
    yield await claimThese(servers);
  }
  if (warm.isElsewhere) await sleep(othersFirstMs, undefined, { signal: ctx.stopping }).catch(() => undefined);
  const untilMs = performance.now() + headStartMs;
  for (const servers of chunks(ahead, mostSilent)) {
    if (ctx.stopping.aborted || performance.now() > untilMs) break;
    const rows = await claimThese(servers);
    // It is for others, as a message for one person is: none of the rest is looked for.
    if (rows.length === 0) break;
    yield rows;
  }
  while (!ctx.stopping.aborted) {
    const rows = await claimWhere(
      ctx,
      sql`
        select username, server from delivery d where broadcast_id = ${broadcastId} and ${isFree(ctx)}
        limit ${mostClaimed} for update skip locked`,
      broadcastId,
    );
    if (rows.length === 0) return;
    yield rows;
  }
}

const chunks = <T>(all: readonly T[], most: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, nth) => all.slice(nth * most, (nth + 1) * most));

/** Rows of these servers that are free, unless one was started anew since. */
const these = (ctx: ClaimCtx, broadcastId: number, servers: readonly Started[]) => sql`
  select d.username, d.server
  from jsonb_to_recordset(${JSON.stringify(servers)}::jsonb) as h(username text, server text, started text),
    lateral (select username, server, lab_started, outcome, lease_until, lease_owner from delivery
      where broadcast_id = ${broadcastId} and username = h.username and server = h.server offset 0 for update skip locked) d
  where ${isFree(ctx)} and d.lab_started is not distinct from h.started`;

const isFree = ({ owner }: Pick<RingCtx, "owner">) =>
  sql`d.outcome = 'queued' and (d.lease_until is null or d.lease_until < now()) and d.lease_owner is distinct from ${owner}`;

async function claimWhere(
  { db, owner }: Pick<RingCtx, "db" | "owner">,
  picked: SQL,
  broadcastId: number,
): Promise<Claimed[]> {
  return db.execute<Claimed & Record<string, unknown>>(sql`
    with picked as (${picked})
    update delivery d set lease_owner = ${owner}, lease_until = now() + ${leaseS} * interval '1 second'
    from picked p where d.broadcast_id = ${broadcastId} and d.username = p.username and d.server = p.server
    returning d.username, d.server, d.base_url as "baseUrl", d.full_url as "fullUrl", d.lab_started as started, d.attempt`);
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

/** The two marks a delivery gets: just before its request goes out, and when its outcome is known. */
export interface Recorder {
  /** @returns false when it is no longer ours to send: cancelled, or taken over after a lapsed lease */
  sending: (key: { username: string; server: string }) => Promise<boolean>;
  outcome: (recorded: Recorded) => Promise<void>;
}

/**
 * While labs come one by one, as the hub makes their tokens, so long is gathered for one statement: a row waits this much
 * longer for its request to go out, and its outcome to be seen.
 */
const lingerMs = { sending: 25, outcome: 50 };

/**
 * Writes down what happens to the deliveries of one broadcast, many at a time. The order makes a crash readable: a row
 * still `queued` was certainly not sent, a row `sending` may have been. Rows are found by their key, and the planner is
 * kept to it (`lateral … offset 0`, `limit`): else it reads a broadcast's every row in each of hundreds of statements.
 */
export function recorder({ db, owner }: Pick<RingCtx, "db" | "owner">, broadcastId: number): Recorder {
  const sending = batch(
    async (keys: { username: string; server: string }[]) => {
      // A row of ours that is `sending` already was marked by a statement whose answer was lost: this one repeats it.
      const ours = await retry(() =>
        db.execute<{ username: string; server: string }>(sql`
      with held as (
        select k.username, k.server
        from (select * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(username text, server text) order by 1, 2 limit ${keys.length}) k,
          lateral (select outcome, lease_owner from delivery d
            where d.broadcast_id = ${broadcastId} and d.username = k.username and d.server = k.server offset 0 for update) d
        where d.outcome in ('queued', 'sending') and d.lease_owner = ${owner})
      update delivery d set outcome = 'sending'
      from held where d.broadcast_id = ${broadcastId} and d.username = held.username and d.server = held.server
      returning d.username, d.server`),
      );
      const marked = new Set(ours.map(({ username, server }) => `${username}/${server}`));
      return keys.map(({ username, server }) => marked.has(`${username}/${server}`));
    },
    mostMarked,
    lingerMs.sending,
  );

  const outcome = batch(
    async (recorded: Recorded[]) => {
      // A row whose lease lapsed meanwhile is `unknown`; what the lab said in the end is the truth of it.
      await retry(() =>
        db.execute(sql`
      with answered as (
        select r.* from (select * from jsonb_to_recordset(${JSON.stringify(recorded)}::jsonb)
          as r(username text, server text, outcome text, "httpStatus" int, "durationMs" int, reason text, address text) order by 1, 2 limit ${recorded.length}) r,
          lateral (select outcome, lease_owner from delivery d
            where d.broadcast_id = ${broadcastId} and d.username = r.username and d.server = r.server offset 0 for update) d
        where d.outcome in ('queued', 'sending', 'unknown') and d.lease_owner = ${owner}
      ), written as (
        update delivery d set outcome = r.outcome, http_status = r."httpStatus", duration_ms = r."durationMs", reason = r.reason, address = r.address,
          finished_at = now(), lease_until = null
        from answered r where d.broadcast_id = ${broadcastId} and d.username = r.username and d.server = r.server
        returning 1)
      select count(*), ${announcement(broadcastTopic(broadcastId))} from written`),
      );
      for (const { outcome } of recorded) emit("delivery", { outcome });
      return recorded.map(() => undefined);
    },
    mostMarked,
    lingerMs.outcome,
  );

  return { sending, outcome };
}
