import { randomUUID } from "node:crypto";
import { person } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { nameTaken, type Account } from "./account.ts";
import { hashPassword, madeUpPassword } from "./password.ts";

export interface NewPerson {
  username: string;
  role: Account["role"];
  /** Left out: one is made up. */
  password?: string | undefined;
}

/**
 * Makes a local account. Its subject is a number of its own, since the name may change hands by a rename and the inbox
 * must not.
 * @returns its id, and the password if it was made up, so that it can be shown once
 * @throws BelfryError `conflict` when the name is taken, or one that looks like it
 */
export async function createPerson(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { username, role, password }: NewPerson,
): Promise<{ id: number; password?: string }> {
  const madeUp = password === undefined ? madeUpPassword() : undefined;
  const passwordHash = await hashPassword(password ?? madeUp ?? "");
  const made = await db.transaction(async (tx) => {
    const [row] = await tx
      .insert(person)
      .values({ provider: "local", subject: randomUUID(), username, role, passwordHash })
      .onConflictDoNothing()
      .returning({ id: person.id });
    if (!row) throw nameTaken(username);
    await note(tx, actor, { act: "account.create", subject: username, detail: { role } });
    return row;
  });
  return { id: made.id, ...(madeUp !== undefined && { password: madeUp }) };
}
