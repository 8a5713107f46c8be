import { drizzle, type PostgresJsDatabase, type PostgresJsTransaction } from "drizzle-orm/postgres-js";
import type { ExtractTablesWithRelations } from "drizzle-orm";
import postgres from "postgres";
import { preparing } from "./preparing.ts";
import * as schema from "./schema/index.ts";
import { leaveValuesOut } from "./without-values.ts";

/** A pool, or a transaction on it: every statement runs on either. */
export type Db =
  PostgresJsDatabase<typeof schema> | PostgresJsTransaction<typeof schema, ExtractTablesWithRelations<typeof schema>>;

/** What {@link openDatabase} gives: `db` for statements, `sql` for LISTEN and what drizzle has no words for. */
export interface Database {
  db: PostgresJsDatabase<typeof schema>;
  sql: postgres.Sql;
  url: string;
  /** How many connections it may hold, how many are at work, and what waits for one. */
  pool: () => { max: number; inUse: number; waiting: number };
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
  const underWay = countUnderWay(sql);
  leaveValuesOut();
  return {
    db: drizzle(preparing(sql), { schema }),
    sql,
    url,
    pool: () => ({ max, inUse: Math.min(max, underWay()), waiting: Math.max(0, underWay() - max) }),
    close: () => sql.end({ timeout: 5 }),
  };
}

/**
 * The driver does not say how busy its pool is, so what drizzle asks of it is counted: statements, which begin when they
 * are awaited, and transactions.
 */
function countUnderWay(sql: postgres.Sql): () => number {
  let count = 0;
  const ended = () => void (count -= 1);
  const unsafe = sql.unsafe.bind(sql);
  sql.unsafe = ((...args: Parameters<typeof unsafe>) => {
    const query = unsafe(...args);
    const then = query.then.bind(query);
    let begun = false;
    query.then = ((...handlers: Parameters<typeof then>) => {
      if (!begun) {
        begun = true;
        count += 1;
        void then(ended, ended);
      }
      return then(...handlers);
    }) as typeof query.then;
    return query;
  }) as typeof sql.unsafe;
  const begin = sql.begin.bind(sql) as (...args: unknown[]) => Promise<unknown>;
  sql.begin = ((...args: unknown[]) => {
    count += 1;
    return begin(...args).finally(ended);
  }) as typeof sql.begin;
  return () => count;
}
