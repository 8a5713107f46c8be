import { existsSync, readFileSync } from "node:fs";
import { run } from "../demo/build.ts";
import { keptFolder } from "./kept-folder.ts";
import { installing, interpreterOf, makeVenv } from "./venv.ts";

/**
 * A virtual environment with the pinned packages of a file, kept while the pins are the same.
 * @param name what it is for, as part of the folder's name
 * @returns its interpreter
 * @throws Error when there is no Python to make it with, or a package can't be installed
 */
export function ensurePackages(name: string, requirements: string): Promise<string> {
  return keptFolder({
    name,
    pins: readFileSync(requirements),
    async make(folder) {
      makeVenv(folder);
      await run(interpreterOf(folder), installing(requirements));
    },
    find: (folder) => [interpreterOf(folder)].find(existsSync),
  });
}
