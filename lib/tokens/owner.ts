import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { namedAccount } from "#lib/people/named-account.ts";

/**
 * Whose tokens an admin looks after.
 * @throws BelfryError `forbidden` for others than admins, `not-found` when nobody has the name
 */
export async function tokenOwner(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  username: string,
): Promise<{ id: number; username: string }> {
  if (!actor.scopes.includes("admin")) throw new BelfryError("forbidden", "Other people's tokens are for admins.");
  return namedAccount({ db }, { username });
}
