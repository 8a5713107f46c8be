import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { copyMounted, mounted } from "./mounted.ts";

interface Placed {
  /** The folder of the built application. */
  app: string;
  /** Where it is to be mounted, as `BASE_PATH`. */
  at: string;
  dataDir: string;
}

/**
 * The built application at the path where it is mounted: a folder that has its build with that path in it, and links to all
 * else. It is made once a build and path, in `DATA_DIR`; where nothing can be written there, at each start in the
 * temporary folder. The application's own folder may be read-only.
 * @returns the folder to start
 * @throws Error when there is nowhere to write it
 */
export function place({ app, at, dataDir }: Placed): string {
  const build = readFileSync(path.join(app, ".next/BUILD_ID"), "utf8");
  const name = createHash("sha256")
    .update(JSON.stringify([build, app, at]))
    .digest("hex")
    .slice(0, 16);
  const kept = path.join(path.resolve(dataDir), "mounted");
  const folder = path.join(kept, name);
  if (existsSync(folder)) return keep(folder);
  try {
    mkdirSync(kept, { recursive: true });
    forget(kept);
    forgetCompiled(path.join(path.resolve(dataDir), "compiled"));
    const half = mkdtempSync(path.join(kept, "half-"));
    try {
      layOut(app, at, half);
      return settle(half, folder);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      throw error;
    }
  } catch (error) {
    if (!isUnwritable(error)) throw error;
  }
  return placeForNow(app, at, dataDir);
}

/** Notes that a folder is in use still; one that is read-only is as good. */
function keep(folder: string): string {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch (error) {
    if (!isUnwritable(error)) throw error;
  }
  return folder;
}

/** Nothing of a build that no start has asked for in so long runs any more. */
const forgottenAfterMs = 30 * 24 * 3600 * 1000;

function forget(kept: string): void {
  for (const name of readdirSync(kept)) {
    const folder = path.join(kept, name);
    if (Date.now() - statSync(folder).mtimeMs > forgottenAfterMs) rmSync(folder, { recursive: true, force: true });
  }
}

/** What builds were compiled to, by version of Node.js (`scripts/start.mjs`). What a start still wants it compiles again. */
function forgetCompiled(compiled: string): void {
  if (existsSync(compiled)) for (const version of readdirSync(compiled)) forget(path.join(compiled, version));
}

/** Of two processes that make it at once the first one's stays. */
function settle(half: string, folder: string): string {
  try {
    renameSync(half, folder);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Under a name that nobody can have taken before us: the temporary folder is everybody's. */
function placeForNow(app: string, at: string, dataDir: string): string {
  let folder: string;
  try {
    folder = mkdtempSync(path.join(tmpdir(), "belfry-mounted-"));
  } catch (error) {
    throw new Error(`DATA_DIR (${dataDir}) can't be written to, nor can the temporary folder (${tmpdir()})`, {
      cause: error,
    });
  }
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  layOut(app, at, folder);
  return folder;
}

const isUnwritable = (error: unknown) =>
  ["EACCES", "EPERM", "EROFS", "ENOSPC", "ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");

function layOut(app: string, at: string, folder: string): void {
  for (const name of readdirSync(app)) {
    // Data is not the application's; the container image's command has the path in it.
    if ([".next", ".data", ".git", "server.js"].includes(name)) continue;
    symlinkSync(path.join(app, name), path.join(folder, name));
  }
  const command = path.join(app, "server.js");
  if (existsSync(command)) writeFileSync(path.join(folder, "server.js"), mounted(readFileSync(command, "utf8"), at));
  copyMounted(path.join(app, ".next"), path.join(folder, ".next"), at);
}
