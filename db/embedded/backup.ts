import { constants, createWriteStream, existsSync } from "node:fs";
import { lchown, mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import postgres from "postgres";
import { runningServer, type Listening } from "./cluster.ts";
import { privateFolder } from "./folder.ts";
import type { RunAs } from "./unprivileged.ts";

/** Secrets that are made once and kept beside the cluster; without them sessions and the database's own login end. */
const kept = ["auth-secret", "postgres-password"];

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

/**
 * Puts a backup into a data folder that holds no database yet; the next start of Belfry goes on from it.
 * @throws Error when the folder holds one, or the backup is none or holds links
 */
export async function restore({
  from,
  dataDir,
  runAs,
}: {
  from: string;
  dataDir: string;
  runAs: RunAs;
}): Promise<void> {
  if (!existsSync(path.join(from, "pg/PG_VERSION"))) throw new Error(`${from} is no backup`);
  const folder = path.join(dataDir, "pg");
  if (existsSync(folder))
    throw new Error(`${dataDir} holds a database already; restore into another folder, or move that one away`);
  const half = `${folder}.${process.pid}`;
  // Ours until it is whole: nobody else may put a link where we write.
  privateFolder(half, {});
  try {
    await copyTree(path.join(from, "pg"), half, new Set());
    if ("uid" in runAs)
      for (const entry of [...(await readdir(half, { recursive: true })), ""])
        await lchown(path.join(half, entry), runAs.uid, runAs.gid);
    await copyKept(from, dataDir);
    await rename(half, folder);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

async function copyKept(from: string, into: string): Promise<void> {
  await within(from, false, async (entries) => {
    for (const { name, found } of entries)
      if (kept.includes(name)) await copyOne({ name, found, from }, path.join(into, name));
  });
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

/** Copies a folder but for some names at its top. Files that go while it is copied are of no account: the log has what became of them. */
function copyTree(from: string, into: string, without: ReadonlySet<string>, found?: string): Promise<number> {
  return within(found ?? from, found !== undefined, async (entries) => {
    let bytes = 0;
    for (const { name, found, isDirectory } of entries) {
      const target = path.join(into, name);
      if (without.has(name) || name.startsWith("pgsql_tmp")) continue;
      if (isDirectory) await mkdir(target, { recursive: true, mode: 0o700 });
      const copying = isDirectory
        ? copyTree(path.join(from, name), target, new Set(), found)
        : copyOne({ name, found, from }, target);
      bytes += await copying.catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
        throw error;
      });
    }
    return bytes;
  });
}

interface Entry {
  name: string;
  /** Where it is, whatever becomes of the names above it. */
  found: string;
  isDirectory: boolean;
}

/**
 * What is in a folder, by way of the opened folder itself. Postgres's account owns it and root copies: a folder above that
 * became a link meanwhile must not lead elsewhere.
 * @param isTheirs whether they could have put a link in its place
 */
async function within<T>(folder: string, isTheirs: boolean, work: (entries: Entry[]) => Promise<T>): Promise<T> {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY;
  const opened = await open(folder, isTheirs ? flags | constants.O_NOFOLLOW : flags);
  try {
    const here = process.platform === "linux" ? `/proc/self/fd/${opened.fd}` : folder;
    const entries = await readdir(here, { withFileTypes: true });
    return await work(
      entries.map((each) => ({
        name: each.name,
        found: path.join(here, each.name),
        isDirectory: each.isDirectory(),
      })),
    );
  } finally {
    await opened.close();
  }
}

/** A link would lead out of the folder: to read what is not in it, and at a restore, as root, to give that away. */
async function copyOne(
  { name, found, from }: Pick<Entry, "name" | "found"> & { from: string },
  to: string,
): Promise<number> {
  const refused = new Error(
    `${path.join(from, name)} is neither a file nor a folder; a backup of this kind holds nothing else`,
  );
  // Without O_NONBLOCK a pipe would be waited for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(found, flags).catch((error: unknown) => {
    throw ["ELOOP", "ENXIO"].includes((error as NodeJS.ErrnoException).code ?? "") ? refused : error;
  });
  try {
    const { size } = await file.stat().then((is) => (is.isFile() ? is : Promise.reject(refused)));
    await pipeline(file.createReadStream({ autoClose: false }), createWriteStream(to, { flags: "wx", mode: 0o600 }));
    return size;
  } finally {
    await file.close();
  }
}
