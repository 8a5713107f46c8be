import { sql } from "drizzle-orm";
import { startedInstance, systemCtx } from "#lib/instance.ts";

type State = "ok" | "failed";

/** How long the database may take to answer before it counts as gone. */
const patienceMs = 2000;

/** Whether this instance can serve: the database answers, its schema is there, and the worker takes jobs. */
export async function readiness(): Promise<{ status: State; database: State; migrations: State; worker: State }> {
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
