import { count } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { hashPassword, madeUpPassword } from "./password.ts";

/**
 * Makes the first local admin when there are no people yet.
 * @returns the password when one had to be made up, so that it can be printed once; else nothing
 */
export async function ensureFirstAdmin(
  { db }: Pick<SystemCtx, "db">,
  { username, password }: { username: string; password?: string | undefined },
): Promise<string | undefined> {
  const [people] = await db.select({ count: count() }).from(person);
  if (people && people.count > 0) return undefined;
  const chosen = password ?? madeUpPassword();
  const made = await db
    .insert(person)
    .values({ provider: "local", subject: username, username, role: "admin", passwordHash: await hashPassword(chosen) })
    .onConflictDoNothing()
    .returning({ id: person.id });
  return made.length > 0 && password === undefined ? chosen : undefined;
}
