import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { installing, interpreterOf, makeVenv, NoPython } from "#scripts/python/venv.ts";

const requirements = path.join(import.meta.dirname, "requirements.txt");

/**
 * A Python with the HTTP clients that the original uses, in a folder of the user's cache.
 * @returns nothing, with the reason on standard error, where there is none to be had
 */
export function pythonOfOriginal(): string | undefined {
  const key = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = path.join(
    process.env["XDG_CACHE_HOME"] || path.join(homedir(), ".cache"),
    "belfry",
    `original-${key}`,
  );
  const python = interpreterOf(folder);
  const whole = path.join(folder, "whole");
  if (existsSync(whole)) return python;
  try {
    mkdirSync(path.dirname(folder), { recursive: true });
    makeVenv(folder);
    const { status } = spawnSync(python, installing(requirements), { stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) throw new NoPython("tornado and pycurl could not be installed");
    writeFileSync(whole, "");
    return python;
  } catch (error) {
    if (!(error instanceof NoPython)) throw error;
    rmSync(folder, { recursive: true, force: true });
    process.stderr.write(`belfry: no comparison with the original: ${error.message}\n`);
    return undefined;
  }
}
