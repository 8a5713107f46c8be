import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import postgres from "postgres";
import { runningServer, type Listening } from "./cluster.ts";
import { copyKept, copyOne, copyTree, within } from "./copy.ts";

/** What belongs to a running server and not to its data, as Postgres's manual lists it for base backups. */
const left = new Set([
  "postmaster.pid",
  "postmaster.opts",
  "server.log",
  "pg_wal",
  "pg_replslot",
  "pg_dynshmem",
  "pg_notify",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
  "pg_subtrans",
]);
const emptied = ["pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans"];

/**
 * Copies the embedded database of a data folder while it runs, as `pg_basebackup` would: all files, and the log of what
 * changed meanwhile, from which Postgres makes them consistent when it first starts on the copy.
 * @param to a folder that is not there yet; it appears whole or not at all
 * @returns how much was copied
 * @throws Error when the folder holds no database, `to` is there, or the server does not let itself be backed up
 */
export async function backUp({ dataDir, to }: { dataDir: string; to: string }): Promise<{ bytes: number }> {
  const from = path.join(dataDir, "pg");
  if (!existsSync(path.join(from, "PG_VERSION"))) throw new Error(`${dataDir} holds no embedded database`);
  if (existsSync(to)) throw new Error(`${to} is there already; a backup has a folder of its own`);
  const half = `${to}.${process.pid}`;
  await mkdir(path.join(half, "pg"), { recursive: true, mode: 0o700 });
  try {
    const running = await runningServer(from);
    if (running && !running.listening) throw new Error("the database is just starting or stopping; try again");
    const bytes = running?.listening
      ? await copyRunning({ dataDir, from, into: path.join(half, "pg"), at: running.listening })
      : await copyTree(from, path.join(half, "pg"), new Set(["postmaster.pid", "server.log"]));
    await copyKept(dataDir, half);
    await rename(half, to);
    return { bytes };
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    throw error;
  }
}

interface Copying {
  dataDir: string;
  from: string;
  into: string;
  at: Listening;
}

async function copyRunning({ dataDir, from, into, at }: Copying): Promise<number> {
  const password = await readFile(path.join(dataDir, "postgres-password"), "utf8");
  // One session from beginning to end: the slot and the backup are its own, and end with it.
  const sql = postgres({
    ...at,
    user: "belfry",
    password,
    database: "postgres",
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => undefined,
  });
  try {
    // Keeps the log from being tidied away before it is copied.
    await sql`select pg_create_physical_replication_slot(${`backup_${process.pid}`}, true, true)`;
    const [begun] = await sql<
      { segment: string }[]
    >`select pg_walfile_name(pg_backup_start('belfry', fast => true)) as segment`;
    let bytes = await copyTree(from, into, left);
    for (const name of emptied) await mkdir(path.join(into, name), { recursive: true, mode: 0o700 });
    const [ended] = await sql<{ segment: string; label: string; spaces: string }[]>`
      select pg_walfile_name(lsn) as segment, labelfile as label, spcmapfile as spaces from pg_backup_stop(wait_for_archive => false)`;
    if (!begun || !ended) throw new Error("Postgres began no backup");
    if (ended.spaces.trim() !== "")
      throw new Error("the database has tablespaces, which a backup of this kind does not hold");
    await writeFile(path.join(into, "backup_label"), ended.label, { mode: 0o600 });
    bytes += await copyLog(path.join(from, "pg_wal"), path.join(into, "pg_wal"), begun.segment, ended.segment);
    return bytes;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The segments of the log from the first to the last one that the copy needs. Their names sort as they follow. */
async function copyLog(from: string, into: string, first: string, last: string): Promise<number> {
  await mkdir(path.join(into, "archive_status"), { recursive: true, mode: 0o700 });
  await mkdir(path.join(into, "summaries"), { recursive: true, mode: 0o700 });
  const bytes = await within(from, true, async (entries) => {
    let sum = 0;
    for (const { name, found } of entries)
      if (/^[0-9A-F]{24}$/.test(name) && name >= first && name <= last)
        sum += await copyOne({ name, found, from }, path.join(into, name));
    return sum;
  });
  if (!existsSync(path.join(into, last))) throw new Error(`segment ${last} of the database's log is not there`);
  return bytes;
}
