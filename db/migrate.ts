import path from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type postgres from "postgres";
import { parseAddress, type Address } from "./address.ts";
import { explained } from "./explain.ts";
import { hostFinder, openSession, type Session } from "./session.ts";

/** Any fixed number: instances that migrate at once wait for each other on it. */
const migrationLock = 736_153_301;

/**
 * Brings the database to this version's schema. Two instances that start at once on an empty database take turns.
 * @param folder where the migrations lie; `db/migrations` below the working folder when left out
 * @param ca as in {@link parseAddress}
 * @throws Error with one line that names the setting at fault and what helps
 */
export async function migrate(
  url: string,
  { folder = path.join(process.cwd(), "db/migrations"), ca }: { folder?: string; ca?: string | undefined } = {},
): Promise<void> {
  const address = parseAddress(url, ca);
  try {
    await withSessions(address, 2, async ([first, second]) => {
      await check(first, second);
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

type Two = [Session, Session];

async function withSessions(address: Address, count: 2, work: (sessions: Two) => Promise<void>): Promise<void> {
  const find = hostFinder(address, (to) => openSession(to, { statementTimeoutMs: 0, closed: () => undefined }));
  const sessions: Session[] = [];
  try {
    for (let n = 0; n < count; n++) sessions.push(await find());
    await work(sessions as Two);
  } finally {
    await Promise.all(sessions.map((session) => session.end()));
  }
}

/** A pooler may give each transaction another connection: what one session sets or holds would be anybody's. */
async function check({ client: one }: Session, { client: other }: Session): Promise<void> {
  const [server] = await one<{ version: number; pid: number }[]>`
    select current_setting('server_version_num')::int as version, pg_backend_pid() as pid`;
  if (!server || server.version < 150_000) throw new Error("DATABASE_URL leads to a Postgres older than 15");
  const pid = async (on: postgres.ISql) => (await on<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid;
  const holds = await other.begin(async (tx) => (await pid(tx)) !== server.pid && (await pid(one)) === server.pid);
  if (!holds)
    throw new Error(
      "DATABASE_URL leads through a pooler in transaction mode, where sessions do not hold; use its session mode, or the database's own address",
    );
}

/** Applies what is missing, as drizzle does and in its table. */
async function bringUp(tx: postgres.TransactionSql, folder: string): Promise<void> {
  const [there] = await tx<
    { table: string | null }[]
  >`select to_regclass('drizzle.__drizzle_migrations')::text as table`;
  if (!there?.table) {
    await tx`create schema if not exists drizzle`;
    await tx`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
  }
  const [last] = await tx<{ at: number | null }[]>`select max(created_at) as at from drizzle.__drizzle_migrations`;
  const known = readMigrationFiles({ migrationsFolder: folder });
  if ((last?.at ?? 0) > Math.max(...known.map(({ folderMillis }) => folderMillis)))
    throw new Error(
      "the database belongs to a newer version of Belfry than this one; start that one, or restore a backup",
    );
  for (const { sql, hash, folderMillis } of known.filter((each) => each.folderMillis > (last?.at ?? 0))) {
    for (const statement of sql) await tx.unsafe(statement);
    await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`;
  }
}
