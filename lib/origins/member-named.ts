import { eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { person } from "#db/schema/index.ts";
import { BelfryError } from "#lib/errors.ts";
import { holdOrigin } from "./origin.ts";

/**
 * Whom an admin means who names a member of an origin, which stays until the transaction ends. @returns their id
 * @throws BelfryError `not-found` when nobody registered the origin or nobody has the name
 */
export async function memberNamed(tx: Db, { origin, username }: { origin: string; username: string }): Promise<number> {
  await holdOrigin(tx, origin);
  const [found] = await tx.select({ id: person.id }).from(person).where(eq(person.username, username));
  if (!found)
    throw new BelfryError("not-found", `Nobody is named ${username}. People have an account once they have signed in.`);
  return found.id;
}
