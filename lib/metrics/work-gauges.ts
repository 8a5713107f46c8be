import { sql } from "drizzle-orm";
import { Gauge, Registry } from "prom-client";
import { withinPatience } from "#db/within-patience.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { countJobs } from "#lib/jobs/count.ts";

type Row = {
  queued: number;
  sending: number;
  /** Of the broadcast that has waited longest for some of its labs to be rung; 0 when none waits. */
  oldest_s: number;
  scheduled: number;
  running: number;
  waiting: number;
  bytes: number;
  instances: number;
};

/**
 * What is left to do, as the database has it: the same on every instance. The indexes over open deliveries and open
 * broadcasts answer it, whatever the history holds.
 */
async function lookUp({ db }: Pick<SystemCtx, "db">): Promise<Row | undefined> {
  const [row] = await db.execute<Row>(sql`
    select
      (select count(*) from delivery where outcome = 'queued') as queued,
      (select count(*) from delivery where outcome = 'sending') as sending,
      (select coalesce(extract(epoch from now() - min(coalesce(started_at, created_at))), 0)::float8 from broadcast b
        where state = 'running' and (planned_at is null or exists (
          select from delivery d where d.broadcast_id = b.id and d.outcome = 'queued'))) as oldest_s,
      (select count(*) from broadcast where state = 'scheduled') as scheduled,
      (select count(*) from broadcast where state = 'running') as running,
      (select count(*) from broadcast where state = 'waiting') as waiting,
      pg_database_size(current_database()) as bytes,
      (select count(*) from instance where seen_at > now() - interval '15 seconds') as instances`);
  return row;
}

/** What lies in the database, as gauges of their own. One that does not answer in 2 s is told as down, and nothing else of it. */
export async function workGauges({ db, log }: Pick<SystemCtx, "db" | "log">): Promise<Registry> {
  const looking = Promise.all([lookUp({ db }), countJobs({ db })]);
  const found = await withinPatience(looking).catch((error: unknown) => {
    log.warn({ err: error }, "the database could not be asked for metrics");
    return undefined;
  });
  const registry = new Registry();
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge<L>({ name, help, labelNames, registers: [registry] });
  const [row, jobs] = found ?? [];
  gauge("belfry_database_up", "Whether the database answers.").set(row ? 1 : 0);
  if (!row || !jobs) return registry;
  gauge("belfry_database_size_bytes", "Size of the database.").set(row.bytes);
  const deliveries = gauge("belfry_deliveries_open", "Labs still to be rung, or being rung.", ["outcome"]);
  for (const outcome of ["queued", "sending"] as const) deliveries.set({ outcome }, row[outcome]);
  gauge(
    "belfry_oldest_queued_seconds",
    "Age of the oldest broadcast that still has labs to ring; 0 when none has.",
  ).set(row.oldest_s);
  const broadcasts = gauge("belfry_broadcasts_open", "Broadcasts that have not ended.", ["state"]);
  for (const state of ["scheduled", "running", "waiting"] as const) broadcasts.set({ state }, row[state]);
  const waiting = gauge("belfry_jobs", "Jobs that have not ended; no line for a queue without any.", [
    "queue",
    "state",
  ]);
  for (const { queue, state, count } of jobs) waiting.set({ queue, state }, count);
  gauge("belfry_instances", "Instances that were alive in the last 15 s.").set(row.instances);
  return registry;
}
