import { drizzle, type PostgresJsDatabase, type PostgresJsTransaction } from "drizzle-orm/postgres-js";
import type { ExtractTablesWithRelations } from "drizzle-orm";
import postgres from "postgres";
import { ask, type Row } from "./ask.ts";
import { executor } from "./executor.ts";
import { Pool } from "./pool.ts";
import * as schema from "./schema/index.ts";
import { clientOptions, openSession, type Client } from "./session.ts";

/** A pool, or a transaction on it: every statement runs on either. */
export type Db =
  PostgresJsDatabase<typeof schema> | PostgresJsTransaction<typeof schema, ExtractTablesWithRelations<typeof schema>>;

/** What {@link openDatabase} gives: `db` for statements, `sql` for LISTEN and what drizzle has no words for. */
export interface Database {
  db: PostgresJsDatabase<typeof schema>;
  sql: Client;
  url: string;
  /** Asks a statement as it stands. @see {@link ask} */
  ask: (text: string, values?: readonly unknown[]) => Promise<Row[]>;
  /** How many connections it may hold, how many are at work, and what waits for one. */
  pool: () => { max: number; inUse: number; waiting: number };
  /** Waits up to 5 s for statements under way, then closes every connection. */
  close: () => Promise<void>;
}

/**
 * Opens a pool on a Postgres ≥ 15. Nothing connects before the first statement.
 * @param max connections at the most; each request holds one only while its statement runs
 */
export function openDatabase(url: string, { max = 20 }: { max?: number } = {}): Database {
  const pool = new Pool((closed) => openSession(url, closed), max);
  const sql: Client = postgres(url, { ...clientOptions, max: 2, idle_timeout: 60 });
  return {
    db: drizzle(executor(pool), { schema }),
    sql,
    url,
    ask: (text, values) => ask(pool, text, values),
    pool: () => ({ max, inUse: pool.inUse, waiting: pool.waiting }),
    async close() {
      await Promise.all([pool.close(5000), sql.end({ timeout: 5 })]);
    },
  };
}
