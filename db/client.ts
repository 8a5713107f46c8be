import { drizzle, type PostgresJsDatabase, type PostgresJsTransaction } from "drizzle-orm/postgres-js";
import type { ExtractTablesWithRelations } from "drizzle-orm";
import postgres from "postgres";
import * as schema from "./schema/index.ts";

/** A pool, or a transaction on it: every statement runs on either. */
export type Db =
  | PostgresJsDatabase<typeof schema>
  | PostgresJsTransaction<typeof schema, ExtractTablesWithRelations<typeof schema>>;

/** What {@link openDatabase} gives: `db` for statements, `sql` for LISTEN and what drizzle has no words for. */
export interface Database {
  db: PostgresJsDatabase<typeof schema>;
  sql: postgres.Sql;
  url: string;
  /** Waits up to 5 s for statements under way, then closes every connection. */
  close: () => Promise<void>;
}

/** Our 64-bit numbers all stay below 2^53, so they are numbers in raw statements too, not strings. */
const bigintAsNumber = { to: 20, from: [20], parse: Number, serialize: String };

/**
 * Opens a pool on a Postgres ≥ 15. Nothing connects before the first statement.
 * @param max connections at the most; each request holds one only while its statement runs
 */
export function openDatabase(url: string, { max = 20 }: { max?: number } = {}): Database {
  const sql = postgres(url, {
    max,
    connect_timeout: 10,
    idle_timeout: 60,
    onnotice: () => undefined,
    types: { bigint: bigintAsNumber },
    connection: { application_name: "belfry" },
  });
  return { db: drizzle(sql, { schema }), sql, url, close: () => sql.end({ timeout: 5 }) };
}
