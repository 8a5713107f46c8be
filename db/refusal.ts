import postgres from "postgres";

/** Why Postgres refuses a row. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const uniqueViolation = "23505";
export const foreignKeyViolation = "23503";

/**
 * What Postgres said to a statement that it refused, of which nothing is stored then; drizzle-orm puts an error of its own around it.
 * Nothing of any other error: a lost connection leaves open what became of the statement.
 */
export function refusalOf(error: unknown): postgres.PostgresError | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof postgres.PostgresError ? cause : undefined;
}
