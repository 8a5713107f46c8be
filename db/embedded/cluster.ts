import { execFile } from "node:child_process";
import { constants, existsSync } from "node:fs";
import { open, readFile, readlink, realpath } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { asAccount, type RunAs } from "./unprivileged.ts";

const run = promisify(execFile);

/** One database cluster on disk and the account and binaries that serve it. */
export interface Cluster {
  /** Postgres's own data folder. */
  folder: string;
  bin: string;
  runAs: RunAs;
  password: string;
}

/** The cluster's lock file, which a crash leaves behind. */
export const lockFile = (folder: string) => path.join(folder, "postmaster.pid");

/** Where a server listens: an address of this machine, or the folder of its Unix socket. */
export interface Listening {
  host: string;
  port: number;
}

/** The address of an embedded server's database. */
export const urlOf = (password: string, { host, port }: Listening): string =>
  `postgres://belfry:${password}@${encodeURIComponent(host)}:${port}/postgres`;

/** The server at work on the cluster, as its lock file tells: its process, and where it listens; or nothing when there is none. */
export async function runningServer(
  folder: string,
): Promise<{ pid: number; listening: Listening | undefined } | undefined> {
  let lines: string[];
  try {
    lines = (await readFile(lockFile(folder), "utf8")).split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  // As Postgres's sources lay the file out: process, data folder, start time, port, folder of the socket, address.
  const [pid = "", , , port = "", socket, address] = lines;
  const host = socket || address;
  const listening = host && Number(port) > 0 ? { host, port: Number(port) } : undefined;
  return (await serves(Number(pid), folder)) ? { pid: Number(pid), listening } : undefined;
}

/** After a crash the number may belong to nobody, or to another process. Postgres works in its data folder, which Linux tells. */
async function serves(pid: number, folder: string): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(folder));
  } catch (error) {
    if (existsSync("/proc/self") && (error as NodeJS.ErrnoException).code === "ENOENT") return false;
  }
  return lives(pid);
}

/** Whether there is a process of that number, whosever it is. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** What a server that does not start says in its log when somebody else has its port. */
const noPort = "could not create any TCP/IP sockets";

/**
 * Starts the server and waits until it takes connections. Its settings go with the command: a file among its own would be
 * one that we, perhaps as root, write where another account may have put a link.
 * @throws Error with the end of its log when it does not start; its code is `EADDRINUSE` when somebody else has the port
 */
export async function startServer({ folder, bin, runAs }: Cluster, { host, port }: Listening): Promise<void> {
  const [socket, address] = host.startsWith("/") ? [host, ""] : ["", host];
  const settings = [
    `port=${port}`,
    `listen_addresses=${address}`,
    `unix_socket_directories=${socket}`,
    "max_connections=120",
    "shared_buffers=128MB",
  ];
  const options = settings.map((setting) => `-c ${setting}`).join(" ");
  try {
    // By way of a shell, on which no path may depend: those of the data are told from within its folder.
    await run(
      path.join(bin, "pg_ctl"),
      ["start", "-w", "-t", "60", "-D", ".", "-l", logName, "-o", options, ...program(bin)],
      { ...asAccount(runAs), cwd: folder },
    );
  } catch (cause) {
    const tail = await endOf(path.join(folder, logName));
    const error = new Error(`the embedded Postgres did not start: ${tail}`, { cause });
    throw tail.includes(noPort) ? Object.assign(error, { code: "EADDRINUSE" }) : error;
  }
}

const logName = "server.log";

/** Which program to start, as a shell reads it between the quotes that `pg_ctl` sets. */
const program = (bin: string) =>
  process.platform === "win32" ? [] : ["-p", path.join(bin, "postgres").replace(/[$`"\\]/g, "\\$&")];

/** The last lines of a log that the database's account writes; of a link that it has put there, nothing. */
async function endOf(log: string): Promise<string> {
  try {
    const file = await open(log, constants.O_RDONLY | constants.O_NOFOLLOW);
    const text = await file.readFile("utf8").finally(() => file.close());
    return text.trim().split("\n").slice(-3).join(" · ");
  } catch {
    return "no log";
  }
}

/** Stops the server in order; it first writes everything to disk. */
export async function stopServer({ folder, bin, runAs }: Cluster): Promise<void> {
  await run(path.join(bin, "pg_ctl"), ["stop", "-w", "-t", "20", "-m", "fast", "-D", folder], asAccount(runAs));
}

/** A free port on loopback, chosen by the system. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
