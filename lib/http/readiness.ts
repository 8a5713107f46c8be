import { sql } from "drizzle-orm";
import { startedInstance, systemCtx } from "#lib/instance.ts";

type State = "ok" | "failed";

/** How long the database may take to answer before it counts as gone. */
const patienceMs = 2000;

interface Readiness {
  status: State;
  database: State;
  migrations: State;
  worker: State;
}

/** How long all who ask are told that it can: anybody may ask, and each look is a statement. */
const rememberedMs = 500;
let last: { answer: Promise<Readiness>; untilMs: number } | undefined;

/** Whether this instance can serve: the database answers, its schema is there, and the worker takes jobs. */
export function readiness(): Promise<Readiness> {
  if (last && last.untilMs > performance.now()) return last.answer;
  const answer = look();
  last = { answer, untilMs: Infinity };
  void answer.then(({ status }) => (last = status === "ok" ? { answer, untilMs: performance.now() + rememberedMs } : undefined));
  return answer;
}

async function look(): Promise<Readiness> {
  const running = startedInstance();
  const worker: State = running && !running.stopping ? "ok" : "failed";
  let database: State = "failed";
  let migrations: State = "failed";
  if (running) {
    try {
      const asked = systemCtx(running).db.execute<{ migrated: boolean }>(sql`select to_regclass('delivery') is not null as migrated`);
      const [row] = await Promise.race([asked, patience()]);
      database = "ok";
      migrations = row?.migrated ? "ok" : "failed";
    } catch (error) {
      running.log.warn({ err: error }, "not ready");
    }
  }
  const status = [database, migrations, worker].every((state) => state === "ok") ? "ok" : "failed";
  return { status, database, migrations, worker };
}

function patience(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`the database did not answer within ${patienceMs} ms`)), patienceMs).unref();
  });
}
