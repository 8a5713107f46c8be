import { createHash } from "node:crypto";
import { chownSync, lstatSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { handedOn } from "#lib/env.ts";
import { canReach, type RunAs } from "./unprivileged.ts";

/** What a socket's path may have, its end counted: Linux takes 107 bytes, others three less. */
const longest = 103;
const endOfPath = "/.s.PGSQL.5432.lock";

/**
 * A folder for the server's Unix socket that only the account which runs it may enter, so that nobody else on the machine
 * so much as begins to sign in. Its name is short and the same at every start.
 * @param folder the data folder whose server it is
 * @param below where to look for a place, in this order; left out: the system's places, then the data folder itself
 * @returns nothing where the system has no such sockets, or no place for one
 */
export function socketFolder(folder: string, runAs: RunAs, below = places(folder, runAs)): string | undefined {
  if (process.platform === "win32") return undefined;
  const name = `belfry-${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`;
  for (const place of below) {
    // Postgres is told of it in a list, and by way of a shell.
    if (!/^\/[\w./+-]+$/.test(place) || path.join(place, name, endOfPath).length > longest) continue;
    try {
      const found = privatePlace(place, name, runAs);
      if (canReach(found, runAs)) return found;
    } catch (error) {
      if (!["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR", "ENOSPC"].includes(codeOf(error))) throw error;
    }
  }
  return undefined;
}

function places(folder: string, runAs: RunAs): string[] {
  // Where the system lets an account put its sockets; it is not that of the account which root runs Postgres as.
  const { XDG_RUNTIME_DIR: runtime } = "uid" in runAs ? {} : handedOn(["XDG_RUNTIME_DIR"]);
  return [...(runtime !== undefined ? [runtime] : []), tmpdir(), folder];
}

/** Where somebody else has made a folder of that name, or may enter it, it is another one. */
function privatePlace(place: string, name: string, runAs: RunAs): string {
  const folder = path.join(place, name);
  try {
    mkdirSync(folder, { mode: 0o700 });
    give(folder, runAs);
    return folder;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
  if (isPrivate(folder, runAs)) return folder;
  const other = mkdtempSync(`${folder}-`);
  give(other, runAs);
  return other;
}

function give(folder: string, runAs: RunAs): void {
  if ("uid" in runAs) chownSync(folder, runAs.uid, runAs.gid);
}

/** Whether a folder is no link, belongs to the account that runs Postgres, and is closed to all others. */
export function isPrivate(folder: string, runAs: RunAs): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  const uid = "uid" in runAs ? runAs.uid : process.getuid?.();
  return found !== undefined && found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0;
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? "";
