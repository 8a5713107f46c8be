import { note } from "#lib/audit/note.ts";
import { transaction } from "#lib/bus/committed.ts";
import type { Ctx } from "#lib/ctx.ts";
import { leave } from "./leave.ts";
import { memberNamed } from "./member-named.ts";

/**
 * Ends somebody's membership, whoever said so. Where a hub's group still says so it begins anew at their next sign-in.
 * Somebody who is no member stays none.
 * @throws BelfryError `not-found` when nobody registered the origin or nobody has the name
 */
export async function removeMember(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  named: { origin: string; username: string },
): Promise<void> {
  await transaction(db, async (tx) => {
    const left = await leave(tx, { personId: await memberNamed(tx, named), origin: named.origin });
    if (left)
      await note(tx, actor, { act: "member.remove", subject: named.username, detail: { origin: named.origin } });
  });
}
