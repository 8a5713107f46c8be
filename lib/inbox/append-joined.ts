import type { Db } from "#db/client.ts";
import { batchPerDatabase } from "#lib/async/batch.ts";
import { append, type Appended, type NewEntry } from "./append.ts";

type Result = { appended: Appended[] } | { error: unknown };

/** Callers joined into one statement at the most; each may bring 500 entries. */
const mostJoined = 200;

const appender = batchPerDatabase(appendAll, mostJoined);

/**
 * As {@link append}, together with whoever publishes at the same time on the same pool: what waits while one statement
 * is under way goes with the next. Each caller's entries are stored all or none, whatever becomes of the others'.
 */
export async function appendJoined(db: Db, entries: readonly NewEntry[]): Promise<Appended[]> {
  const result = await appender(db, entries);
  if ("error" in result) throw result.error;
  return result.appended;
}

async function appendAll(db: Db, batch: (readonly NewEntry[])[]): Promise<Result[]> {
  try {
    const appended = (await append(db, batch.flat())).values();
    return batch.map((entries) => ({
      appended: appended.take(entries.reduce((sum, entry) => sum + copies(entry), 0)).toArray(),
    }));
  } catch (error) {
    if (batch.length === 1 || !refused(error)) return batch.map(() => ({ error }));
    return Promise.all(batch.map(async (entries) => (await appendAll(db, [entries]))[0] as Result));
  }
}

const copies = ({ audience }: NewEntry) => (typeof audience === "string" ? 1 : new Set(audience).size);

/** Whether Postgres itself refused the statement, so that nothing of it is stored; a lost connection leaves that open. */
function refused(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (
    cause instanceof Error &&
    cause.name === "PostgresError" &&
    "code" in cause &&
    /^(22|23|54)/.test(String(cause.code))
  );
}
