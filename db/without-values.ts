import postgres from "postgres";

/**
 * What Postgres said of a failed statement, and nothing of the row it refused. Whoever writes an error down (our log,
 * Next.js, a start that fails) would write down people's messages and the hashes of their tokens.
 */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof postgres.PostgresError)) return error;
  const { code, severity, table_name, column_name, constraint_name } = error;
  // A message of class 22 ends with the value that is none of its type.
  const message = code.startsWith("22") ? error.message.replace(/: ".*"$/s, "") : error.message;
  return Reflect.construct(postgres.PostgresError, [
    { message, code, severity, table_name, column_name, constraint_name },
  ]) as Error;
}
