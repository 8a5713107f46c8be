import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { run } from "../demo/build.ts";
import { installing, interpreterOf, makeVenv } from "./venv.ts";

/**
 * A virtual environment with the pinned packages of a file, in a folder of the user's cache that is used again while the
 * pins are the same. Each attempt has a folder of its own, so that two at once or a torn one never mix.
 * @param name what it is for, as part of the folder's name
 * @returns its interpreter
 * @throws NoPython when there is no Python to make it with; Error when a package can't be installed
 */
export async function ensurePackages(name: string, requirements: string): Promise<string> {
  const key = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const cache = path.join(process.env["XDG_CACHE_HOME"] || path.join(homedir(), ".cache"), "belfry");
  mkdirSync(cache, { recursive: true });
  const whole = (folder: string) =>
    existsSync(path.join(cache, folder, "whole")) && existsSync(interpreterOf(path.join(cache, folder)));
  const made = readdirSync(cache).find((folder) => folder.startsWith(`${name}-${key}-`) && whole(folder));
  if (made) return interpreterOf(path.join(cache, made));
  const folder = path.join(cache, `${name}-${key}-${process.pid}`);
  try {
    makeVenv(folder);
    await run(interpreterOf(folder), installing(requirements));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  writeFileSync(path.join(folder, "whole"), "");
  return interpreterOf(folder);
}
