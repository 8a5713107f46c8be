import { DrizzleQueryError } from "drizzle-orm";
import { PgPreparedQuery } from "drizzle-orm/pg-core";
import postgres from "postgres";

/**
 * Makes the errors of failed statements say which statement it was and why, and not with which values: drizzle repeats
 * those in its words, Postgres those of the row it refused. Whoever writes an error down (our log, Next.js, a start that
 * fails) would write down people's messages and the hashes of their tokens.
 */
export function leaveValuesOut(): void {
  Object.assign(PgPreparedQuery.prototype, {
    async queryWithCache<T>(statement: string, _values: unknown[], ask: () => Promise<T>): Promise<T> {
      try {
        return await ask();
      } catch (error) {
        throw new DrizzleQueryError(statement, [], error instanceof Error ? withoutValues(error) : undefined);
      }
    },
  });
}

/** What Postgres says of the statement itself. A message of class 22 ends with the value that is none of its type. */
function withoutValues(error: Error): Error {
  if (!(error instanceof postgres.PostgresError)) return error;
  const { code, severity, table_name, column_name, constraint_name } = error;
  const message = code.startsWith("22") ? error.message.replace(/: ".*"$/s, "") : error.message;
  return Reflect.construct(postgres.PostgresError, [
    { message, code, severity, table_name, column_name, constraint_name },
  ]) as Error;
}
