import type postgres from "postgres";
import type { Address } from "./address.ts";
import { explained } from "./explain.ts";
import { hostFinder, openSession, type Session } from "./session.ts";

type Two = [Session, Session];

/**
 * Opens two connections for some work before the application's own, and makes sure that they lead to a database that fits:
 * a Postgres ≥ 15 in UTF-8 that can be written to, where a session stays one.
 * @throws Error that says which of that does not hold; what connecting throws, explained
 */
export async function withFirstSessions<T>(address: Address, work: (sessions: Two) => Promise<T>): Promise<T> {
  const find = hostFinder(address, (to) =>
    openSession(to, { statementTimeoutMs: 0, closed: () => undefined }).catch((error: unknown) => {
      // Of several hosts the one that it happened at is named.
      throw explained(error, to);
    }),
  );
  const sessions: Session[] = [];
  try {
    for (let n = 0; n < 2; n++) sessions.push(await find());
    const [first, second] = sessions as Two;
    await check(first, second);
    return await work([first, second]);
  } finally {
    await Promise.all(sessions.map((session) => session.end()));
  }
}

/** A pooler may give each transaction another connection: what one session sets or holds would be anybody's. */
async function check({ client: one }: Session, { client: other }: Session): Promise<void> {
  const [server] = await one<{ version: number; encoding: string; database: string; pid: number }[]>`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
      current_database() as database, pg_backend_pid() as pid`;
  if (!server || server.version < 150_000) throw new Error("DATABASE_URL leads to a Postgres older than 15");
  if (server.encoding !== "UTF8")
    throw new Error(
      `DATABASE_URL: the database ${server.database} is in ${server.encoding}, not in UTF8; make it again: create database "${server.database}" encoding 'UTF8' template template0`,
    );
  const pid = async (on: postgres.ISql) => (await on<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid;
  const holds = await other
    .begin(async (tx) => (await pid(tx)) !== server.pid && (await pid(one)) === server.pid)
    .catch((error: unknown) => {
      if (refusesTransactions(error)) return false;
      throw error;
    });
  if (!holds)
    throw new Error(
      "DATABASE_URL leads through a pooler in transaction mode (or statement mode), where sessions do not hold; use its session mode, or the database's own address",
    );
}

/** A pooler that gives each statement another connection says that it takes no transaction, and hangs up. */
const refusesTransactions = (error: unknown) =>
  error instanceof Error && "code" in error && ["08P01", "CONNECTION_CLOSED"].includes(String(error.code));
