import { sql } from "drizzle-orm";
import { withinPatience } from "#db/within-patience.ts";
import { startedInstance, systemCtx } from "#lib/instance.ts";
import { version } from "#lib/version.ts";

type State = "ok" | "failed";

/** What this instance has and lacks. Requests are served without a hub as well, and read while the disk is full. */
interface Readiness {
  status: State;
  database: State | "full";
  migrations: State;
  worker: State;
  hub: State | "off";
  version: string;
}

/** How long all who ask are told that it can: anybody may ask, and each look is a statement. */
const rememberedMs = 500;
let last: { answer: Promise<Readiness>; untilMs: number } | undefined;

/** Whether this instance can serve: the database answers, its schema is there, and the worker takes jobs. */
export function readiness(): Promise<Readiness> {
  if (last && last.untilMs > performance.now()) return last.answer;
  const answer = look();
  last = { answer, untilMs: Infinity };
  void answer.then(
    ({ status }) => (last = status === "ok" ? { answer, untilMs: performance.now() + rememberedMs } : undefined),
  );
  return answer;
}

async function look(): Promise<Readiness> {
  const running = startedInstance();
  const worker: State = running && !running.stopping.aborted ? "ok" : "failed";
  const { hubFailed, databaseFull } = running?.metrics.troubles() ?? {};
  const hub = running?.hub ? (hubFailed ? "failed" : "ok") : "off";
  let database: Readiness["database"] = "failed";
  let migrations: State = "failed";
  if (running) {
    try {
      // The way that requests go, and a write: a lock on a row is one, and refused where nothing can be written.
      const asked = systemCtx(running).db.execute<{ migrated: boolean }>(sql`
        with written as (select from drizzle.__drizzle_migrations limit 1 for update skip locked)
        select to_regclass('delivery') is not null as migrated, (select count(*) from written) as written`);
      const [row] = await withinPatience(asked);
      database = databaseFull ? "full" : "ok";
      migrations = row?.migrated ? "ok" : "failed";
    } catch (error) {
      running.log.warn({ err: error }, "not ready");
    }
  }
  const status = [database, migrations, worker].every((state) => state !== "failed") ? "ok" : "failed";
  return { status, database, migrations, worker, hub, version };
}
