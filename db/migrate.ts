import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Any fixed number: instances that migrate at once wait for each other on it. */
const migrationLock = 736_153_301;

/**
 * Brings the database to this version's schema. Two instances that start at once on an empty database take turns.
 * @param folder where the migrations lie; `db/migrations` below the working folder when left out
 */
export async function migrate(url: string, folder = path.join(process.cwd(), "db/migrations")): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    await runMigrations(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
