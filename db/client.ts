import { drizzle, type PostgresJsDatabase, type PostgresJsTransaction } from "drizzle-orm/postgres-js";
import type { ExtractTablesWithRelations } from "drizzle-orm";
import postgres from "postgres";
import { parseAddress } from "./address.ts";
import { ask, type Row } from "./ask.ts";
import { executor } from "./executor.ts";
import { openListener, type Listener } from "./listener.ts";
import { Pool } from "./pool.ts";
import * as schema from "./schema/index.ts";
import { clientOptions, hostFinder, openSession, type Client, type Session } from "./session.ts";
import { unavailable, type Unavailable } from "./unavailable.ts";

/** A pool, or a transaction on it: every statement runs on either. */
export type Db =
  PostgresJsDatabase<typeof schema> | PostgresJsTransaction<typeof schema, ExtractTablesWithRelations<typeof schema>>;

/** What {@link openDatabase} gives. */
export interface Database {
  /** For statements. */
  db: PostgresJsDatabase<typeof schema>;
  /** A client of the driver's, beside the pool: for what is done to a database and not by the application. */
  sql: Client;
  url: string;
  /** Asks a statement as it stands. @see {@link ask} */
  ask: (text: string, values?: readonly unknown[]) => Promise<Row[]>;
  listen: Listener["listen"];
  /** How many connections it may hold, how many are at work, and what waits for one. */
  pool: () => { max: number; inUse: number; waiting: number };
  /** When and why it could last not be asked. */
  trouble: () => { why: Unavailable; atMs: number } | undefined;
  /** Waits up to 5 s for statements under way, then closes every connection. */
  close: () => Promise<void>;
}

type Closed = (session: Session) => void;

/**
 * How long an answer may take, so that with the wait for a connection whoever asked knows within 10 s. Postgres ends the
 * statement by itself before; only where it can't is the connection destroyed.
 */
const answerWithinMs = 6000;
const statementTimeoutMs = 5000;

/**
 * Opens a pool on a Postgres ≥ 15. Nothing connects before the first statement.
 * @param max connections at the most, the one that listens not counted; each request holds one only while its statement runs
 * @param ca a file with the certificate of the CA that vouches for the server
 */
export function openDatabase(url: string, { max = 20, ca }: { max?: number; ca?: string | undefined } = {}): Database {
  const address = parseAddress(url, ca);
  const pool = new Pool(
    hostFinder(address, (to, closed: Closed) => openSession(to, { statementTimeoutMs, closed })),
    max,
  );
  const sql: Client = postgres({ ...clientOptions(address), max: 2, idle_timeout: 60 });
  const listener = openListener(address, (channel) => ask(pool, "select pg_notify($1, '')", [channel]));
  let trouble: ReturnType<Database["trouble"]>;
  const failed = (error: unknown) => {
    const why = unavailable(error);
    if (why) trouble = { why, atMs: performance.now() };
  };
  return {
    db: drizzle(executor(pool, answerWithinMs, failed), { schema }),
    sql,
    url,
    ask: (text, values) => ask(pool, text, values),
    listen: (channel, hearer) => listener.listen(channel, hearer),
    trouble: () => trouble,
    pool: () => ({ max, inUse: pool.inUse, waiting: pool.waiting }),
    async close() {
      await Promise.all([pool.close(5000), listener.close(), sql.end({ timeout: 5 })]);
    },
  };
}
