import type { Ctx } from "#lib/ctx.ts";
import { join } from "./join.ts";
import { memberNamed } from "./member-named.ts";

/**
 * Makes somebody a member of an origin, until an admin ends it.
 * @throws BelfryError `not-found` when nobody registered the origin or nobody has the name
 */
export async function addMember({ db }: Pick<Ctx, "db">, named: { origin: string; username: string }): Promise<void> {
  await join(db, { personId: await memberNamed(db, named), origin: named.origin, source: "admin" });
}
