import { databaseError } from "./database-error.ts";
import type { Pool } from "./pool.ts";
import type { Session } from "./session.ts";

/**
 * The answer, or the end of its connection when none comes in time: then whatever else was made to that server is given
 * up too. On one that can't be written to any more, after a switchover, nothing is asked again either.
 */
export async function answered<T>(pool: Pool, session: Session, limitMs: number, answer: PromiseLike<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = databaseError("STATEMENT_TIMEOUT", `the database did not answer within ${limitMs} ms`);
    late.reject(error);
    session.destroy(error);
    pool.distrust();
  }, limitMs);
  try {
    return await Promise.race([answer, late.promise]);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "25006") session.destroy(error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
