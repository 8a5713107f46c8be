import path from "node:path";
import { ensurePackages } from "#scripts/python/environment.ts";

/**
 * A Python with the HTTP clients that the original uses, in a folder of the user's cache.
 * @returns nothing, with the reason on standard error, where there is none to be had
 */
export async function pythonOfOriginal(): Promise<string | undefined> {
  try {
    return await ensurePackages("original", path.join(import.meta.dirname, "requirements.txt"));
  } catch (error) {
    process.stderr.write(`belfry: no comparison with the original: ${(error as Error).message}\n`);
    return undefined;
  }
}
