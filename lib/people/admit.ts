import { and, eq, sql } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { announce } from "#lib/live/bus.ts";
import { rightsTopic } from "#lib/live/notice.ts";
import { personColumns, type Person } from "./person.ts";

/** Whom a provider vouches for. `role` left out: the account keeps the one it has. */
export interface Vouched {
  provider: string;
  /** The provider's own unchanging id for them. */
  subject: string;
  username: string;
  role?: Person["role"];
}

/**
 * The account of somebody a provider vouches for, made at their first visit and brought up to date at each.
 * @throws BelfryError `forbidden` when the account is disabled, or the name is another account's
 */
export async function admit({ db }: Pick<SystemCtx, "db">, { provider, subject, username, role }: Vouched): Promise<Person> {
  const mine = and(eq(person.provider, provider), eq(person.subject, subject));
  await db.insert(person).values({ provider, subject, username, role: role ?? "member" }).onConflictDoNothing();
  const [found] = await db.select({ ...personColumns, disabledAt: person.disabledAt }).from(person).where(mine);
  if (!found) {
    throw new BelfryError("forbidden", `The name ${username} belongs to another account here. If it is yours, sign in as you did before; else ask an admin to give that account another name.`);
  }
  if (found.disabledAt) throw new BelfryError("forbidden", `The account ${found.username} is disabled.`);
  if (role === undefined || role === found.role) return found;
  // Sessions and streams of the old role end.
  return db.transaction(async (tx) => {
    const [changed] = await tx
      .update(person)
      .set({ role, sessionVersion: sql`${person.sessionVersion} + 1` })
      .where(mine)
      .returning(personColumns);
    await note(tx, { personId: found.id, username: found.username, via: "hub" }, { act: "account.role", subject: found.username, detail: { to: role } });
    await announce(tx, rightsTopic(found.id));
    return changed ?? found;
  });
}
