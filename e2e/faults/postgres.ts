import { execFile } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import postgres from "postgres";
import { asAccount, unprivileged } from "#db/embedded/unprivileged.ts";
import { systemPostgres } from "#scripts/faults/parts.ts";
import { onFreePorts } from "#scripts/on-free-ports.ts";

const run = promisify(execFile);
const runAs = unprivileged();

/** Whom Belfry connects as: no superuser, but the owner of its database. */
export const login = { user: "belfry", password: "ring the bell", database: "belfry" };
const superuser = { user: "postgres", password: "keeper of the bell" };

type Settings = Record<string, string | number>;

/** A Postgres of the system's on loopback, which can be stopped, frozen and promoted. */
export interface RealPostgres {
  port: number;
  host: string;
  /** Its data folder. */
  folder: string;
  /** Belfry's address of it. */
  url: string;
  /** Asks it as its superuser, on a connection of its own. */
  ask: (statement: string, database?: string) => Promise<Record<string, unknown>[]>;
  /** @param settings as in postgresql.conf, for as long as it runs */
  start: (settings?: Settings) => Promise<void>;
  /** `immediate`: without a chance to write down or send on anything, as in a crash. */
  stop: (mode: "fast" | "immediate") => Promise<void>;
  /** Makes a primary of a standby. */
  promote: () => Promise<void>;
  /** Makes it a standby of another at its next start, once it has stopped. */
  follow: (primary: RealPostgres) => void;
  /** The same where it has written what the other never got: it begins with a copy of the other. */
  rejoin: (primary: RealPostgres) => Promise<void>;
  /** Has everything of it stand still, as on a host that is frozen. @returns what has it go on */
  freeze: () => () => void;
  /** Writes a file into its folder that its account alone may read. @returns its path */
  write: (name: string, text: string) => string;
  remove: () => Promise<void>;
}

const made = new Set<RealPostgres>();

/** Ends all that were made, also where a test stopped half-way. */
export async function removeAll(): Promise<void> {
  for (const server of made) await server.remove();
}

const conf: Settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "off",
  shared_buffers: "32MB",
  wal_retrieve_retry_interval: 100,
};

/** Makes a primary with Belfry's role and an empty database, and starts it. */
export function makePostgres(settings: Settings = {}): Promise<RealPostgres> {
  return onFreePorts(1, async (port = 0) => {
    const server = at(port, newFolder());
    const passwords = server.write("../password", superuser.password);
    await program("initdb", [
      "-D", server.folder, "-U", superuser.user, `--pwfile=${passwords}`, "--auth=scram-sha-256",
      "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions",
    ]); // prettier-ignore
    await starting(server, settings);
    await server.ask(`create role ${login.user} login password '${login.password}'`);
    await server.ask(`create database ${login.database} owner ${login.user}`);
    return server;
  });
}

/** Makes a standby that streams from a primary, and starts it. */
export function makeStandby(primary: RealPostgres, settings: Settings = {}): Promise<RealPostgres> {
  return onFreePorts(1, async (port = 0) => {
    const server = at(port, newFolder());
    await copyOf(primary, server.folder);
    server.follow(primary);
    await starting(server, settings);
    return server;
  });
}

/** Does something while nobody else can get at a table of Belfry's, for so long. */
export async function whileLocked<T>(
  server: RealPostgres,
  { table, seconds }: { table: string; seconds: number },
  work: () => Promise<T>,
): Promise<T> {
  const locked = server.ask(`begin; lock table ${table}; select pg_sleep(${seconds}); commit`, login.database);
  while ((await server.ask("select from pg_locks where mode = 'AccessExclusiveLock' and granted")).length === 0)
    await sleep(20);
  const [done] = await Promise.all([work(), locked]);
  return done;
}

const copyOf = (primary: RealPostgres, folder: string) =>
  program("pg_basebackup", ["-D", folder, "-d", ofSuperuser(primary.port), "-X", "stream", "-c", "fast", "--no-sync"]);

async function starting(server: RealPostgres, settings: Settings): Promise<void> {
  try {
    await server.start(settings);
  } catch (error) {
    await server.remove();
    throw error;
  }
}

const ofSuperuser = (port: number) =>
  `postgres://${superuser.user}:${encodeURIComponent(superuser.password)}@127.0.0.1:${port}/postgres`;

function at(port: number, parent: string): RealPostgres {
  const folder = path.join(parent, "data");
  const log = path.join(parent, "log");
  let running = false;
  const pids = () => {
    const [postmaster = ""] = readFileSync(path.join(folder, "postmaster.pid"), "utf8").split("\n");
    const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, "utf8").split(" ");
    return [postmaster, ...children].filter(Boolean).map(Number);
  };
  const server: RealPostgres = {
    port,
    host: `127.0.0.1:${port}`,
    folder,
    url: `postgres://${login.user}:${encodeURIComponent(login.password)}@127.0.0.1:${port}/${login.database}`,
    async ask(statement, database = "postgres") {
      const sql = postgres(ofSuperuser(port).replace(/[^/]*$/, database), { max: 1, onnotice: () => undefined });
      try {
        return await sql.unsafe(statement);
      } finally {
        await sql.end();
      }
    },
    async start(settings = {}) {
      const options = Object.entries({ ...conf, ...settings, port }).map(([name, value]) => `-c ${name}='${value}'`);
      await program("pg_ctl", ["start", "-w", "-D", folder, "-l", log, "-o", options.join(" ")]).catch(
        (cause: unknown) => {
          const said = readFileSync(log, "utf8").replace(/address already in use/i, "$& (EADDRINUSE)");
          throw new Error(`Postgres did not start: ${said.slice(-1000)}`, { cause });
        },
      );
      running = true;
    },
    async stop(mode) {
      running = false;
      await program("pg_ctl", ["stop", "-w", "-D", folder, "-m", mode]);
    },
    promote: () => program("pg_ctl", ["promote", "-w", "-D", folder]),
    follow(primary) {
      server.write("standby.signal", "");
      server.write("postgresql.auto.conf", `primary_conninfo = '${ofSuperuser(primary.port)}'\n`);
    },
    async rejoin(primary) {
      rmSync(folder, { recursive: true, force: true });
      await copyOf(primary, folder);
      server.follow(primary);
    },
    freeze() {
      const frozen = pids();
      for (const pid of frozen) process.kill(pid, "SIGSTOP");
      return () => frozen.forEach((pid) => process.kill(pid, "SIGCONT"));
    },
    write(name, text) {
      const file = path.join(folder, name);
      writeFileSync(file, text, { mode: 0o600 });
      if ("uid" in runAs) chownSync(file, runAs.uid, runAs.gid);
      return file;
    },
    async remove() {
      if (running) await server.stop("immediate");
      made.delete(server);
      rmSync(parent, { recursive: true, force: true });
    },
  };
  made.add(server);
  return server;
}

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "belfry-postgres-"));
  chmodSync(folder, 0o700);
  if ("uid" in runAs) chownSync(folder, runAs.uid, runAs.gid);
  return folder;
}

async function program(name: string, args: string[]): Promise<void> {
  await run(path.join(systemPostgres() ?? "", name), args, asAccount(runAs));
}
