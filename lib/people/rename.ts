import { eq } from "drizzle-orm";
import { refusalOf, uniqueViolation } from "#db/refusal.ts";
import { person } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import { announce } from "#lib/bus/bus.ts";
import { transaction } from "#lib/bus/committed.ts";
import { accountTopic } from "#lib/bus/topics.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { nameTaken } from "./account.ts";

/**
 * Gives an account another name here, such as when somebody of another provider has a right to it. How they are known
 * to their provider stays, and so do their inbox and sessions; a local account signs in with the new name.
 * @throws BelfryError `not-found`, or `conflict` when another account has the name, or one that looks like it
 * @see docs/decisions/0007-names-change-hands.md
 */
export async function rename(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { personId, username }: { personId: number; username: string },
): Promise<void> {
  const renaming = transaction(db, async (tx) => {
    const [before] = await tx
      .select({ username: person.username })
      .from(person)
      .where(eq(person.id, personId))
      .for("no key update");
    if (!before) throw new BelfryError("not-found", "There is no such account.");
    if (before.username === username) return;
    await tx.update(person).set({ username, lookalike: false }).where(eq(person.id, personId));
    await announce(tx, accountTopic(personId));
    await note(tx, actor, { act: "account.rename", subject: before.username, detail: { to: username } });
  });
  await renaming.catch((error: unknown) => {
    throw refusalOf(error)?.code === uniqueViolation ? nameTaken(username) : error;
  });
}
