import { and, count, eq, isNull } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { hashPassword, madeUpPassword } from "./password.ts";

/**
 * Makes a local admin while there is no admin; other people may be there, who came through a provider.
 * @returns the password when one had to be made up, so that it can be printed once; else nothing
 * @throws Error when the name is somebody else's
 */
export async function ensureFirstAdmin(
  { db }: Pick<SystemCtx, "db">,
  { username, password }: { username: string; password?: string | undefined },
): Promise<string | undefined> {
  const enabledAdmins = async () => {
    const [admins] = await db
      .select({ count: count() })
      .from(person)
      .where(and(eq(person.role, "admin"), isNull(person.disabledAt)));
    return admins?.count ?? 0;
  };
  if ((await enabledAdmins()) > 0) return undefined;
  const chosen = password ?? madeUpPassword();
  const passwordHash = await hashPassword(chosen);
  const made = await db.transaction(async (tx) => {
    const [row] = await tx
      .insert(person)
      .values({ provider: "local", subject: username, username, role: "admin", passwordHash })
      .onConflictDoNothing()
      .returning({ personId: person.id, username: person.username });
    if (row)
      await note(
        tx,
        { ...row, via: "start" },
        { act: "account.create", subject: username, detail: { role: "admin", provider: "local" } },
      );
    return row;
  });
  if (made) return password === undefined ? chosen : undefined;
  // Another instance may have made the same one meanwhile.
  if ((await enabledAdmins()) > 0) return undefined;
  throw new Error(
    `ADMIN_USERNAME ${username} is the name of an account that is no admin, and there is no admin; choose another name`,
  );
}
