import { createHash } from "node:crypto";
import { existsSync, lchownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { migrationsFolder } from "../migrate.ts";
import type { Cluster } from "./cluster.ts";
import { privateFolder } from "./folder.ts";
import { asNew } from "./identity.ts";
import { runProgram } from "./run-program.ts";

/** What a pack begins with, on a line of its own; what the files hold follows. */
export interface Contents {
  madeFor: string;
  folders: string[];
  /** `at`: where in what follows. One database is a copy of another, and what files have in common stands there once. */
  files: { name: string; at: number; bytes: number }[];
}

/** Where a release has it: beside the programs that it was made with. */
export const packOf = (bin: string) => path.join(path.dirname(bin), "ready-cluster.zst");

/** What it is for: exactly these programs, and this version's schema. */
export function fitting(bin: string): string {
  const program = readFileSync(path.join(bin, process.platform === "win32" ? "postgres.exe" : "postgres"));
  const schema = readFileSync(path.join(migrationsFolder(), "meta/_journal.json"));
  return createHash("sha256").update(program).update(schema).digest("hex");
}

/**
 * Makes a cluster in a folder that is not there yet, as `initdb` would, of the ready-made one that came with the programs:
 * with an identity and a password of its own, and all of it on disk.
 * @throws Error when the ready-made one is damaged, or is for other programs or another version's schema
 * @see docs/decisions/0043-a-cluster-made-ahead.md
 */
export async function unpackCluster({ folder, bin, runAs, password }: Cluster): Promise<void> {
  const { folders, files, memory } = read(bin);
  asNew(files);
  setZone(files, bin);
  // Ours until it is whole: nobody else may put a link where we write.
  privateFolder(folder, {});
  for (const name of folders) mkdirSync(path.join(folder, name), { mode: 0o700 });
  for (const [name, held] of files) writeFileSync(path.join(folder, name), held, { flag: "wx", mode: 0o600 });
  // Given back at once: nothing else would make this process look for garbage soon.
  memory.transfer(0);
  if ("uid" in runAs)
    for (const name of [...files.keys(), ...folders.reverse(), ""])
      lchownSync(path.join(folder, name), runAs.uid, runAs.gid);
  // Packed, its account has no password, and without one nobody is let in. No log gets this statement, should it fail.
  const quiet = ["-c", "exit_on_error=on", "-c", "log_min_error_statement=panic", "-c", "log_checkpoints=off"];
  const statement = `alter role belfry password '${password}'\n`;
  await runProgram({ bin, runAs }, "postgres", ["--single", "-F", "-D", folder, ...quiet, "postgres"], statement);
  await runProgram({ bin, runAs }, "initdb", ["--sync-only", "-D", folder]);
}

/** More than is ever in a pack. Of what is not written to, the system gives nothing. */
const roomBytes = 64 * 2 ** 20;

/**
 * @returns what the files hold, all of it in one piece of memory
 * @throws Error when it is damaged, which its own checksum tells, or not for these programs
 */
function read(bin: string): { folders: string[]; files: Map<string, Buffer>; memory: ArrayBuffer } {
  const all = decompressed(packOf(bin));
  const begin = all.indexOf("\n") + 1;
  const { madeFor, folders, files } = JSON.parse(all.toString("utf8", 0, begin)) as Contents;
  if (madeFor !== fitting(bin)) throw new Error(`${packOf(bin)} is for another Postgres, or another version of Belfry`);
  const held = all.subarray(begin);
  const heldBy = new Map(files.map(({ name, at, bytes }) => [name, held.subarray(at, at + bytes)]));
  return { folders, files: heldBy, memory: all.buffer };
}

function decompressed(pack: string): Buffer<ArrayBuffer> {
  try {
    return zstdDecompressSync(readFileSync(pack), { chunkSize: roomBytes });
  } catch (cause) {
    throw new Error(`${pack} is damaged`, { cause });
  }
}

/** As `initdb` does it: times in the server's log are this machine's, where Postgres knows its zone. */
function setZone(files: Map<string, Buffer>, bin: string): void {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const settings = files.get("postgresql.conf");
  if (!settings || !existsSync(path.join(path.dirname(bin), "share/postgresql/timezone", timeZone))) return;
  const here = settings.toString("utf8").replace(/^((?:log_)?timezone = ).*$/gm, `$1'${timeZone}'`);
  files.set("postgresql.conf", Buffer.from(here));
}
