import { eq } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";

/**
 * Whose tokens an admin looks after.
 * @throws BelfryError `forbidden` for others than admins, `not-found` when nobody has the name
 */
export async function tokenOwner(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  username: string,
): Promise<{ id: number; username: string }> {
  if (!actor.scopes.includes("admin")) throw new BelfryError("forbidden", "Other people's tokens are for admins.");
  const [found] = await db
    .select({ id: person.id, username: person.username })
    .from(person)
    .where(eq(person.username, username));
  if (!found) throw new BelfryError("not-found", `Nobody is named ${username}.`);
  return found;
}
