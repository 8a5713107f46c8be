import type { Database } from "../client.ts";

/** How many statements in this database wait for another transaction's lock. */
export const waitingForLocks = async ({ sql }: Pick<Database, "sql">): Promise<number> =>
  (await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`).length;
