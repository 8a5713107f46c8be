/**
 * `npm run backup -- FOLDER`: copies the embedded database of `DATA_DIR`, running or not, into a new folder.
 * `npm run restore -- FOLDER`: puts such a copy into a `DATA_DIR` that holds no database.
 */
import path from "node:path";
import { backUp } from "#db/embedded/back-up.ts";
import { restore } from "#db/embedded/restore.ts";
import { dataFolder } from "#db/embedded/folder.ts";
import { unprivileged } from "#db/embedded/unprivileged.ts";
import { parseEnv } from "#lib/env.ts";

const [verb, given, ...more] = process.argv.slice(2);

async function run(): Promise<string> {
  const env = parseEnv(process.env);
  if (env.DATABASE_URL)
    throw new Error("DATABASE_URL is set: back that Postgres up with its own tools, such as pg_dump");
  if ((verb !== "backup" && verb !== "restore") || given === undefined || more.length > 0)
    throw new Error("say which folder, as in: npm run backup -- /backups/monday");
  const runAs = unprivileged();
  const dataDir = dataFolder(env.DATA_DIR, runAs);
  const folder = path.resolve(given);
  if (verb === "restore") {
    await restore({ from: folder, dataDir, runAs });
    return `restored ${folder} into ${dataDir}; start Belfry as usual`;
  }
  const { bytes } = await backUp({ dataDir, to: folder });
  return `backed up ${dataDir} into ${folder}: ${(bytes / 1024 ** 2).toFixed(0)} MiB. It holds secrets; keep it as safe as the database`;
}

try {
  console.log(`belfry: ${await run()}`);
} catch (error) {
  console.error(`belfry: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
