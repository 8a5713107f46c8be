import { sql } from "drizzle-orm";
import { pino } from "pino";
import { afterEach, beforeEach } from "vitest";
import type { Database } from "#db/client.ts";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import type { Jobs } from "#lib/jobs/open-jobs.ts";
import { createHubClient } from "#lib/jupyterhub/client.ts";
import { openLabConnections } from "#lib/jupyterhub/lab-connections.ts";
import { actorOf } from "#lib/people/person.ts";
import { startSimulatedHub, type SimulatedHub, type SimulatedHubOptions } from "#scripts/simulated-hub/index.ts";
import type { RingCtx, SendCtx } from "../ctx.ts";
import { Checks } from "../checks.ts";
import { ProbeMemory } from "../probe-memory.ts";
import { SilentLabs } from "../silent-labs.ts";
import { WarmLabs } from "../warm-labs.ts";
import { RungMemory } from "../rung-memory.ts";
import { broadcastInput } from "../schema.ts";

/** One instance with a hub of its own. */
export interface Ringer {
  ctx: SendCtx & RingCtx;
  hub: SimulatedHub;
  /** What it has logged, a line each. */
  lines: string[];
  /** The broadcasts it has left jobs for. */
  jobs: number[];
}

/** Labs that never answer cost a test this long; where all are healthy it only has to be long enough. */
const timeoutMs = 2000;

/** For one test file: a database, emptied before each test. @returns it, and what starts an instance with a hub */
export function ringers(): { database: () => Database; start: (options?: SimulatedHubOptions) => Promise<Ringer> } {
  const database = scratchDatabase();
  const stops = new Set<() => Promise<void> | void>();

  beforeEach(async () => {
    await database().db.execute(sql`truncate series, broadcast, delivery, feed, notification, quota cascade`);
  });
  afterEach(async () => {
    for (const stop of stops) await stop();
    stops.clear();
  });

  async function start(options: SimulatedHubOptions = {}): Promise<Ringer> {
    const hub = await startSimulatedHub({ slowMs: 300, ...options });
    const pool = openLabConnections({ timeoutMs });
    stops.add(() => hub.close()).add(() => pool.destroy());
    const { db } = database();
    const personId = await addPerson(database(), `root-${Math.random()}`, { role: "admin" });
    const lines: string[] = [];
    const left: number[] = [];
    const jobs: Jobs = {
      send: async (_db, _name, { id }) => void left.push(id),
      work: async () => undefined,
      regularly: async () => undefined,
      stop: async () => undefined,
    };
    const ctx = {
      db,
      now: () => new Date(),
      log: pino({ level: "info" }, { write: (line: string) => void lines.push(line) }),
      actor: actorOf(
        { id: personId, username: "root", provider: "local", role: "admin", sessionVersion: 1 },
        "session",
      ),
      hub: createHubClient(hub),
      jobs,
      labs: {
        urlTemplate: hub.labUrlTemplate,
        hubUrl: undefined,
        timeoutMs,
        concurrency: 64,
        pool,
        memory: new ProbeMemory(),
        silent: new SilentLabs(),
        warm: new WarmLabs(),
        checks: new Checks(),
        close: () => pool.destroy(),
      },
      rung: new RungMemory(),
      owner: `owner-${Math.random()}`,
      stopping: new AbortController().signal,
    };
    return { ctx, hub, lines, jobs: left };
  }
  return { database, start };
}

/** A message that may be sent. */
export const input = (more: object = {}) =>
  broadcastInput.parse({ message: "Maintenance at 18:00", variant: "warning", ...more });
