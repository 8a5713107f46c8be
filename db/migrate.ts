import path from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type postgres from "postgres";
import { parseAddress } from "./address.ts";
import { explained } from "./explain.ts";
import { withFirstSessions } from "./first-sessions.ts";

/** Any fixed number: instances that migrate at once wait for each other on it. */
const migrationLock = 736_153_301;

/** Where they lie unless another folder is named. */
export const migrationsFolder = () => path.join(process.cwd(), "db/migrations");

/**
 * Brings the database to this version's schema. Two instances that start at once on an empty database take turns.
 * @param folder where the migrations lie; `db/migrations` below the working folder when left out
 * @param ca as in {@link parseAddress}
 * @throws Error with one line that names the setting at fault and what helps
 */
export async function migrate(
  url: string,
  { folder = migrationsFolder(), ca }: { folder?: string; ca?: string | undefined } = {},
): Promise<void> {
  const address = parseAddress(url, ca);
  try {
    await withFirstSessions(address, async ([first]) => {
      // The lock ends with the transaction. One that a session holds would stay with a pooler's connection, for nobody.
      await first.client.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(${migrationLock})`;
        await bringUp(tx, folder);
      });
    });
  } catch (error) {
    throw explained(error, address);
  }
}

/** Applies what is missing, as drizzle does and in its table. @returns how many migrations that were */
export async function bringUp(tx: postgres.TransactionSql, folder: string): Promise<number> {
  if (!(await hasTable(tx))) {
    await tx`create schema if not exists drizzle`;
    await tx`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
  }
  const missing = await missingMigrations(tx, folder);
  for (const { sql, hash, folderMillis } of missing) {
    for (const statement of sql) await tx.unsafe(statement);
    await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`;
  }
  return missing.length;
}

/** Whether a database has ever been brought to a schema of ours. */
export async function hasTable(sql: postgres.ISql): Promise<boolean> {
  const [there] = await sql<
    { table: string | null }[]
  >`select to_regclass('drizzle.__drizzle_migrations')::text as table`;
  return Boolean(there?.table);
}

/** What such a database lacks. @throws Error when it is of a newer version than this one */
export async function missingMigrations(sql: postgres.ISql, folder: string) {
  const [last] = await sql<{ at: number | null }[]>`select max(created_at) as at from drizzle.__drizzle_migrations`;
  const known = readMigrationFiles({ migrationsFolder: folder });
  if ((last?.at ?? 0) > Math.max(...known.map(({ folderMillis }) => folderMillis)))
    throw new Error(
      "the database belongs to a newer version of Belfry than this one; start that one, or restore a backup",
    );
  return known.filter((each) => each.folderMillis > (last?.at ?? 0));
}
