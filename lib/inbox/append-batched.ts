import type { Db } from "#db/client.ts";
import { refusalOf } from "#db/refusal.ts";
import { batchPerDatabase } from "#lib/async/batch.ts";
import { appendEach, type Appending } from "./append.ts";

type Result = { ids: number[] | undefined } | { error: unknown };

/** Callers in one statement at the most; each may bring 500 entries. */
const mostAtOnce = 200;

const appender = batchPerDatabase(appendAll, mostAtOnce);

/**
 * Stores entries, together with those of whoever publishes at the same time on the same pool: what waits while one statement
 * is under way goes with the next. Each caller's entries are stored all or none, whatever becomes of the others'.
 * @returns as `append`; nothing where what they require does not hold
 */
export async function appendBatched(db: Db, appending: Appending): Promise<number[] | undefined> {
  const result = await appender(db, appending);
  if ("error" in result) throw result.error;
  return result.ids;
}

async function appendAll(db: Db, batch: Appending[]): Promise<Result[]> {
  try {
    return (await appendEach(db, batch)).map((ids) => ({ ids }));
  } catch (error) {
    if (batch.length === 1 || !refused(error)) return batch.map(() => ({ error }));
    return Promise.all(batch.map(async (one) => (await appendAll(db, [one]))[0] as Result));
  }
}

/** Whether Postgres refused what is in the statement, and not only this time. */
const refused = (error: unknown): boolean => /^(22|23|54)/.test(refusalOf(error)?.code ?? "");
