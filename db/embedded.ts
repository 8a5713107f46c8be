import { existsSync } from "node:fs";
import { rmdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { parseAddress } from "./address.ts";
import { binaries } from "./embedded/binaries.ts";
import {
  freePort,
  lockFile,
  runningServer,
  startServer,
  stopServer,
  urlOf,
  type Cluster,
  type Listening,
} from "./embedded/cluster.ts";
import { ofDisk } from "./embedded/disk.ts";
import { dataFolder, keptSecret } from "./embedded/folder.ts";
import { initCluster } from "./embedded/init-cluster.ts";
import { isPrivate, socketFolder } from "./embedded/socket-folder.ts";
import { unprivileged } from "./embedded/unprivileged.ts";
import { clientOptions } from "./session.ts";

/** Any fixed number: who holds it owns the folder. Postgres frees it when that process ends, however it ends. */
const ownerLock = 736_153_300;

/** A Postgres of our own in a folder. */
export interface Embedded {
  url: string;
  /** The folder really used; not the one asked for where Postgres could not have reached that. */
  folder: string;
  stop: () => Promise<void>;
}

interface Options {
  dataDir: string;
  bin?: string | undefined;
  startTimeoutMs?: number;
  say?: (message: string, error?: unknown) => void;
}

/**
 * Opens the Postgres kept in a folder, making it at the first start. A server left over by a killed process is taken
 * over; one that dies later is started again.
 * @param bin a folder with another Postgres's `initdb`, `pg_ctl` and `postgres`; left out: the npm package's
 * @param startTimeoutMs how long to wait for a server that is starting or stopping
 * @param say told when the server had died and was, or could not be, started again, or was made in the slow way
 * @throws Error when another process uses the folder, or Postgres does not start
 * @see docs/decisions/0001-one-postgres.md
 */
export async function openEmbedded({
  dataDir,
  bin,
  startTimeoutMs = 60_000,
  say = () => undefined,
}: Options): Promise<Embedded> {
  const { cluster, folder, at } = await started({ dataDir, bin, startTimeoutMs, say }).catch((error: unknown) => {
    throw ofDisk(error, dataDir);
  });
  const owner = postgres({
    ...clientOptions(parseAddress(urlOf(cluster.password, at))),
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connection: { application_name: `belfry ${process.pid}` },
  });
  if (!(await own(owner))) {
    const [other] = await owner<{ name: string }[]>`
      select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.objid = ${ownerLock}`;
    await owner.end({ timeout: 1 });
    throw new Error(
      `${folder} is in use by another process (${other?.name ?? "unknown"}); stop that one, or set DATA_DIR to another folder`,
    );
  }
  const watching = new AbortController();
  const watched = watch(cluster, at, () => own(owner), say, watching.signal);
  return {
    url: urlOf(cluster.password, at),
    folder,
    stop: async () => {
      watching.abort();
      await watched;
      await owner.end({ timeout: 1 });
      await stopServer(cluster);
      if (at.host.startsWith("/")) await rmdir(at.host).catch(() => undefined);
    },
  };
}

/** The cluster of a folder, made where there is none, and where its server listens. */
async function started({
  dataDir,
  bin,
  startTimeoutMs,
  say,
}: Options & Required<Pick<Options, "startTimeoutMs" | "say">>) {
  const runAs = unprivileged();
  const folder = dataFolder(dataDir, runAs);
  const cluster: Cluster = {
    folder: path.join(folder, "pg"),
    bin: bin ?? (await binaries(runAs, path.join(folder, "bin"))),
    runAs,
    password: await keptSecret(folder, "postgres-password"),
  };
  await initCluster(cluster, say);
  return { cluster, folder, at: await serve(cluster, Date.now() + startTimeoutMs) };
}

/** Finds the cluster's server or starts one: on a Unix socket that no other account can reach, where the system has them. */
async function serve(cluster: Cluster, deadline: number): Promise<Listening> {
  const socket = socketFolder(path.dirname(cluster.folder), cluster.runAs);
  for (;;) {
    const running = await runningServer(cluster.folder);
    if (running?.listening && (await answers(cluster, running.listening))) return running.listening;
    try {
      const at = socket === undefined ? { host: "127.0.0.1", port: await freePort() } : { host: socket, port: 5432 };
      await startServer(cluster, at);
      return at;
    } catch (error) {
      // Postgres can't say which port the system chose for it, so one that was free may be taken when it listens. A lock
      // file that clears, a server that shuts down, another process that starts it: all pass in a moment.
      const passes = (error as NodeJS.ErrnoException).code === "EADDRINUSE" || existsSync(lockFile(cluster.folder));
      if (Date.now() > deadline || !passes) throw error;
      await sleep(200);
    }
  }
}

async function answers(cluster: Cluster, at: Listening): Promise<boolean> {
  // What the lock file says, the database's account may have written.
  if (at.host.startsWith("/") && !isPrivate(at.host, cluster.runAs)) return false;
  const sql = postgres({ ...clientOptions(parseAddress(urlOf(cluster.password, at))), max: 1, connect_timeout: 2 });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Takes the folder's lock unless this session holds it. Waits a moment for one that has just ended. */
async function own(owner: postgres.Sql): Promise<boolean> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const [row] = await owner<{ owned: boolean }[]>`
      select exists (select from pg_locks where locktype = 'advisory' and objid = ${ownerLock} and pid = pg_backend_pid())
        or pg_try_advisory_lock(${ownerLock}) as owned`;
    if (row?.owned) return true;
    await sleep(200);
  }
  return false;
}

/** Looks every second whether the server lives and starts it again where it was if not, until the signal aborts. */
async function watch(
  cluster: Cluster,
  at: Listening,
  restarted: () => Promise<unknown>,
  say: (message: string, error?: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await sleep(1000, undefined, { ref: false, signal }).catch(() => undefined);
    if (signal.aborted || (await runningServer(cluster.folder))) continue;
    try {
      await startServer(cluster, at);
      await restarted();
      say("the embedded Postgres had ended and was started again");
    } catch (error) {
      say("the embedded Postgres has ended and does not start", error);
    }
  }
}
