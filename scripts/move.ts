/** `npm run move -- --to URL`: copies the embedded database of `DATA_DIR` into an empty Postgres elsewhere. */
import { parseArgs } from "node:util";
import { move } from "#db/embedded/move.ts";
import { parseEnv } from "#lib/env.ts";

async function run(): Promise<string> {
  const { values } = parseArgs({ options: { to: { type: "string" } } });
  const env = parseEnv(process.env);
  if (env.DATABASE_URL) throw new Error("DATABASE_URL is set, so there is no embedded database to move; leave it out");
  if (values.to === undefined)
    throw new Error("say where to, as in: npm run move -- --to postgres://user:password@host/belfry");
  const { DATABASE_URL: to = "" } = parseEnv({ NODE_ENV: "test", DATABASE_URL: values.to });
  const { rows, tables, settings } = await move({ dataDir: env.DATA_DIR, to });
  return [
    `moved ${rows} rows of ${tables} tables.`,
    `Start Belfry with what is in ${settings} (DATABASE_URL, AUTH_SECRET) and with AUTH_URL; keep that file secret.`,
    "The embedded database is still there; delete DATA_DIR once all is well.",
  ].join("\n");
}

try {
  console.log(`belfry: ${await run()}`);
} catch (error) {
  console.error(`belfry: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
