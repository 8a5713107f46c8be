import { note } from "#lib/audit/note.ts";
import { transaction } from "#lib/bus/committed.ts";
import type { Ctx } from "#lib/ctx.ts";
import { join } from "./join.ts";
import { memberNamed } from "./member-named.ts";

/**
 * Makes somebody a member of an origin, until an admin ends it.
 * @throws BelfryError `not-found` when nobody registered the origin or nobody has the name
 */
export async function addMember(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  named: { origin: string; username: string },
): Promise<void> {
  await transaction(db, async (tx) => {
    const joined = await join(tx, { personId: await memberNamed(tx, named), origin: named.origin, source: "admin" });
    if (joined) await note(tx, actor, { act: "member.add", subject: named.username, detail: { origin: named.origin } });
  });
}
