import { and, eq, isNull, or, sql } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import { announce } from "#lib/bus/bus.ts";
import { transaction } from "#lib/bus/committed.ts";
import { rightsTopic } from "#lib/bus/topics.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { endTokens } from "./end-tokens.ts";

/**
 * Takes from somebody what their provider no longer gives them: being an admin, or, for who is gone, also their tokens.
 * Sessions end either way; tokens of who stays shrink with the role.
 * @returns false when there was nothing to take
 */
export async function takeAway(
  { db, now }: Pick<SystemCtx, "db" | "now">,
  { personId, gone }: { personId: number; gone: boolean },
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const hasMore = gone ? or(eq(person.role, "admin"), isNull(person.goneAt)) : eq(person.role, "admin");
    const [before] = await tx
      .select({ id: person.id, username: person.username, role: person.role })
      .from(person)
      .where(and(eq(person.id, personId), hasMore))
      .for("no key update");
    if (!before) return false;
    await tx
      .update(person)
      .set({ role: "member", sessionVersion: sql`${person.sessionVersion} + 1`, ...(gone && { goneAt: now() }) })
      .where(eq(person.id, personId));
    const { username } = before;
    const actor = { personId, username, via: "hub" as const };
    if (before.role === "admin")
      await note(tx, actor, { act: "account.role", subject: username, detail: { to: "member" } });
    if (gone) {
      await note(tx, actor, { act: "account.gone", subject: username });
      await endTokens(tx, actor, before);
    }
    await announce(tx, rightsTopic(personId));
    return true;
  });
}
