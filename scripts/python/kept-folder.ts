import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

interface Kept<T> {
  /** What it is for, as part of its name. */
  name: string;
  /** All that decides what is in it. */
  pins: string | Buffer;
  make: (folder: string) => Promise<void>;
  /** What there is in one that was made; nothing when it does not run, as after an upgrade of what it was made with. */
  find: (folder: string) => T | undefined;
}

/**
 * A folder of the user's cache that is used again while the pins are the same. Each attempt to make it has a folder of its
 * own, so that two at once or a torn one never mix.
 * @throws Error what making it throws, or when what was made does not run
 */
export async function keptFolder<T>({ name, pins, make, find }: Kept<T>): Promise<T> {
  const key = createHash("sha256").update(pins).digest("hex").slice(0, 12);
  const cache = path.join(process.env["XDG_CACHE_HOME"] || path.join(homedir(), ".cache"), "belfry");
  mkdirSync(cache, { recursive: true });
  for (const made of readdirSync(cache).filter((each) => each.startsWith(`${name}-${key}-`))) {
    const folder = path.join(cache, made);
    if (!existsSync(path.join(folder, "whole"))) continue;
    const found = find(folder);
    if (found !== undefined) return found;
    rmSync(folder, { recursive: true, force: true });
  }
  const folder = path.join(cache, `${name}-${key}-${process.pid}`);
  try {
    await make(folder);
    const found = find(folder);
    if (found === undefined) throw new Error(`what was installed in ${folder} does not run`);
    writeFileSync(path.join(folder, "whole"), "");
    return found;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
