import { existsSync, type Dirent } from "node:fs";
import { copyFile, lchown, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import postgres from "postgres";
import { runningServer } from "./cluster.ts";
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
    const bytes = running
      ? await copyRunning({ dataDir, from, into: path.join(half, "pg"), port: running.port })
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
  for (const entry of await readdir(from, { withFileTypes: true }))
    if (kept.includes(entry.name)) await copyOne(entry, path.join(into, entry.name));
}

interface Copying {
  dataDir: string;
  from: string;
  into: string;
  port: number;
}

async function copyRunning({ dataDir, from, into, port }: Copying): Promise<number> {
  const password = await readFile(path.join(dataDir, "postgres-password"), "utf8");
  // One session from beginning to end: the slot and the backup are its own, and end with it.
  const sql = postgres({
    host: "127.0.0.1",
    port,
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
  let bytes = 0;
  for (const name of (await readdir(from))
    .filter((each) => /^[0-9A-F]{24}$/.test(each) && each >= first && each <= last)
    .sort()) {
    await copyFile(path.join(from, name), path.join(into, name));
    bytes += (await lstat(path.join(into, name))).size;
  }
  if (!existsSync(path.join(into, last))) throw new Error(`segment ${last} of the database's log is not there`);
  return bytes;
}

/** Copies a folder but for some names at its top. Files that go while it is copied are of no account: the log has what became of them. */
async function copyTree(from: string, into: string, without: ReadonlySet<string>): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const target = path.join(into, entry.name);
    if (without.has(entry.name) || entry.name.startsWith("pgsql_tmp")) continue;
    if (entry.isDirectory()) {
      await mkdir(target, { recursive: true, mode: 0o700 });
      bytes += await copyTree(path.join(from, entry.name), target, new Set());
    } else {
      bytes += await copyOne(entry, target).then(
        async () => (await lstat(target)).size,
        (error: unknown) => {
          if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
          throw error;
        },
      );
    }
  }
  return bytes;
}

/** A link would lead out of the folder: to read what is not in it, and at a restore, as root, to give that away. */
async function copyOne(entry: Dirent, to: string): Promise<void> {
  const from = path.join(entry.parentPath, entry.name);
  if (!entry.isFile())
    throw new Error(`${from} is neither a file nor a folder; a backup of this kind holds nothing else`);
  await copyFile(from, to);
}
