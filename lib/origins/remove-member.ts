import type { Ctx } from "#lib/ctx.ts";
import { leave } from "./leave.ts";
import { memberNamed } from "./member-named.ts";

/**
 * Ends somebody's membership, whoever said so. Where a hub's group still says so it begins anew at their next sign-in.
 * Somebody who is no member stays none.
 * @throws BelfryError `not-found` when nobody registered the origin or nobody has the name
 */
export async function removeMember({ db }: Pick<Ctx, "db">, named: { origin: string; username: string }): Promise<void> {
  await leave(db, { personId: await memberNamed(db, named), origin: named.origin });
}
