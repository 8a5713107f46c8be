import { sql } from "drizzle-orm";
import { note } from "#lib/audit/note.ts";
import { transaction } from "#lib/bus/committed.ts";
import type { Ctx } from "#lib/ctx.ts";
import { leave } from "./leave.ts";
import { memberNamed } from "./member-named.ts";

/**
 * Ends somebody's membership, whoever said so; also one that waits for them. Where a hub's group still says so it begins
 * anew at their next sign-in. Somebody who is no member stays none.
 * @throws BelfryError `not-found` when nobody registered the origin, or nobody can have the name
 */
export async function removeMember(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  named: { origin: string; username: string },
): Promise<void> {
  const { origin, username } = named;
  await transaction(db, async (tx) => {
    const personId = await memberNamed(tx, named);
    const left = personId !== undefined && (await leave(tx, { personId, origin }));
    const waited = await tx.execute(
      sql`delete from awaited_member where origin = ${origin} and username = ${username} returning origin`,
    );
    if (left || waited.length > 0)
      await note(tx, actor, { act: "member.remove", subject: username, detail: { origin } });
  });
}
