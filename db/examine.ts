import type postgres from "postgres";
import { parseAddress } from "./address.ts";
import { explained } from "./explain.ts";
import { withFirstSessions } from "./first-sessions.ts";
import { bringUp, hasTable, migrationsFolder, missingMigrations } from "./migrate.ts";

/** What a database is like that the application can start on. */
export interface Examined {
  /** Postgres's own words: `18.1`. */
  version: string;
  /** Whether it has a schema of ours. */
  isNew: boolean;
  /** How many migrations the next start applies. */
  missing: number;
  /** Connections that it gives to all who are no superusers. */
  mostConnections: number;
  /** How far its clock is ahead of ours. */
  aheadMs: number;
}

/**
 * Finds out whether the application can start on a database, and leaves it as it was: the same checks as at a start, and a
 * write. On an empty one the schema is made and taken back, so that a right which is missing is known.
 * @param ca as in {@link parseAddress}
 * @throws Error with one line that names the setting at fault and what helps, as a start would
 */
export async function examine(url: string, { ca }: { ca?: string | undefined } = {}): Promise<Examined> {
  const address = parseAddress(url, ca);
  try {
    return await withFirstSessions(address, async ([{ client }]) => {
      const isNew = !(await hasTable(client));
      const missing = isNew ? await rehearse(client) : await writeTo(client);
      const askedMs = Date.now();
      const [server] = await client<{ version: string; most: number; nowMs: number }[]>`
        select current_setting('server_version') as version,
          current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most,
          (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs"`;
      if (!server) throw new Error("the database answered nothing");
      return {
        version: server.version.split(" ", 1)[0] ?? server.version,
        isNew,
        missing,
        mostConnections: server.most,
        aheadMs: Math.round(server.nowMs - (askedMs + Date.now()) / 2),
      };
    });
  } catch (error) {
    throw explained(error, address);
  }
}

/** Says that all went well and nothing of it is to stay. */
class TakenBack extends Error {
  readonly applied: number;

  constructor(applied: number) {
    super("taken back");
    this.applied = applied;
  }
}

async function rehearse(client: postgres.Sql): Promise<number> {
  try {
    return await client.begin(async (tx) => {
      throw new TakenBack(await bringUp(tx, migrationsFolder()));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.applied;
    throw error;
  }
}

/** A lock on a row is a write, and refused where nothing can be written; others are not kept waiting. */
async function writeTo(client: postgres.Sql): Promise<number> {
  await client`select from drizzle.__drizzle_migrations limit 1 for update skip locked`;
  return (await missingMigrations(client, migrationsFolder())).length;
}
