import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { openEmbedded } from "#db/embedded.ts";
import { binaries } from "#db/embedded/binaries.ts";
import { runningServer, urlOf } from "#db/embedded/cluster.ts";
import { unprivileged } from "#db/embedded/unprivileged.ts";
import { examine, type Examined } from "#db/examine.ts";
import { inTwo, off, ok, wrong, type Finding } from "#lib/doctor/check.ts";
import type { Env } from "#lib/env.ts";

interface Looked {
  finding: Finding;
  /** How far its clock is ahead of this machine's. */
  clockMs?: number;
}

const otherwise = "Look at the address in DATABASE_URL, and at that server's own log.";

/** Whether a start would take the database: it answers, can be written to, its sessions hold, its schema is not newer. */
export async function lookAtDatabase(env: Env, place: string | undefined): Promise<Looked> {
  try {
    return env.DATABASE_URL
      ? lookAtServer(await examine(env.DATABASE_URL, { ca: env.DATABASE_CA }), env)
      : await lookAtEmbedded(place, env);
  } catch (error) {
    return { finding: inTwo(error, otherwise) };
  }
}

function lookAtServer(examined: Examined, { DATABASE_POOL: pool }: Env, whose = "Postgres"): Looked {
  const { version, isNew, missing, mostConnections, aheadMs } = examined;
  if (pool > mostConnections)
    return {
      finding: wrong(
        `DATABASE_POOL is ${pool}, but the database gives ${mostConnections} connections to all its clients together`,
        "Lower DATABASE_POOL, by the number of instances, or raise the database's max_connections.",
      ),
    };
  const schema = isNew
    ? "empty: the first start makes its tables"
    : missing === 0
      ? "its schema is this version's"
      : `the next start applies ${missing} migrations; back it up before`;
  return { finding: ok(`${whose} ${version} can be written to, its sessions hold; ${schema}`), clockMs: aheadMs };
}

async function lookAtEmbedded(place: string | undefined, env: Env): Promise<Looked> {
  if (place === undefined) return { finding: off("the embedded one lies in the data folder") };
  const folder = path.join(place, "pg");
  if (!existsSync(path.join(folder, "PG_VERSION"))) {
    await binaries(unprivileged(), path.join(place, "bin"));
    return { finding: ok("none yet: the first start makes the embedded Postgres in DATA_DIR, enough for one machine") };
  }
  const running = await runningServer(folder);
  if (running?.listening) {
    const password = readFileSync(path.join(place, "postgres-password"), "utf8");
    return lookAtServer(await examine(urlOf(password, running.listening)), env, "the embedded Postgres");
  }
  const embedded = await openEmbedded({ dataDir: env.DATA_DIR });
  try {
    return lookAtServer(await examine(embedded.url), env, "the embedded Postgres");
  } finally {
    await embedded.stop();
  }
}
