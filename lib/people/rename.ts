import { eq } from "drizzle-orm";
import postgres from "postgres";
import { person } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { nameTaken } from "./account.ts";

/** Postgres's `unique_violation`. */
const uniqueViolation = "23505";

/**
 * Gives an account another name here, such as when somebody of another provider has a right to it. How they are known
 * to their provider stays, and so do their inbox and sessions; a local account signs in with the new name.
 * @throws BelfryError `not-found`, or `conflict` when another account has the name
 */
export async function rename({ db }: Pick<Ctx, "db">, { personId, username }: { personId: number; username: string }): Promise<void> {
  const renaming = db.update(person).set({ username }).where(eq(person.id, personId)).returning({ id: person.id });
  const renamed = await renaming.catch((error: unknown) => {
    const cause = error instanceof Error ? error.cause : undefined;
    throw cause instanceof postgres.PostgresError && cause.code === uniqueViolation ? nameTaken(username) : error;
  });
  if (renamed.length === 0) throw new BelfryError("not-found", "There is no such account.");
}
