import { createHash, randomBytes } from "node:crypto";
import { accessSync, chownSync, constants, lstatSync, mkdirSync } from "node:fs";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { canReach, type RunAs } from "./unprivileged.ts";

/**
 * Where the data really goes: the folder asked for or, when we are root and the account that runs Postgres can't
 * reach that, one of its own below the system's state folder (or temporary folder), the same at every start.
 */
export function dataFolder(wanted: string, runAs: RunAs): string {
  const folder = path.resolve(wanted);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (canReach(folder, runAs)) return folder;
  return systemFolder(createHash("sha256").update(folder).digest("hex").slice(0, 12));
}

/** A folder of ours below the system's state folder, or the temporary one. */
export function systemFolder(name: string): string {
  return ownFolder(writable("/var/lib") ? "/var/lib" : tmpdir(), ["belfry", name]);
}

/**
 * A folder below one that others may write to, made level by level.
 * @throws Error when one of the levels is there and somebody else made it, may write to it, or made it a link
 */
export function ownFolder(below: string, names: readonly string[]): string {
  let folder = below;
  for (const name of names) {
    folder = path.join(folder, name);
    try {
      mkdirSync(folder, { mode: 0o755 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const found = lstatSync(folder);
    const isOurs = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
    if (!isOurs) throw new Error(`${folder} is not a folder of this account's alone; set DATA_DIR to another place`);
  }
  return folder;
}

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Makes an empty folder that only the account which runs Postgres may enter. */
export function privateFolder(folder: string, runAs: RunAs): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ("uid" in runAs) chownSync(folder, runAs.uid, runAs.gid);
}

/**
 * A secret that is made once and kept in the data folder, readable by us alone.
 * Two processes that make it at once agree: the file appears whole, and the first one stays.
 */
export async function keptSecret(folder: string, name: string): Promise<string> {
  const file = path.join(folder, name);
  const half = `${file}.${process.pid}`;
  await writeFile(half, randomBytes(32).toString("base64url"), { mode: 0o600 });
  try {
    await link(half, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(half, { force: true });
  }
  return readFile(file, "utf8");
}
