import { eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { person } from "#db/schema/index.ts";
import { BelfryError } from "#lib/errors.ts";
import { username as nameSchema } from "#lib/people/schema.ts";
import { holdName } from "./take-in.ts";
import { holdOrigin } from "./origin.ts";

/**
 * Whom an admin means who names a member of an origin, which stays until the transaction ends.
 * @returns their id; nothing for a name that somebody may have some day
 * @throws BelfryError `not-found` when nobody registered the origin or nobody can have the name
 */
export async function memberNamed(
  tx: Db,
  { origin, username }: { origin: string; username: string },
): Promise<number | undefined> {
  await holdOrigin(tx, origin);
  await holdName(tx, username);
  const [found] = await tx.select({ id: person.id }).from(person).where(eq(person.username, username));
  if (found) return found.id;
  if (nameSchema.safeParse(username).data !== username)
    throw new BelfryError("not-found", `Nobody is named ${username}, and nobody can be.`);
  return undefined;
}
