import { and, asc, eq, isNull, or } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import { note, type Entry } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { announce } from "#lib/bus/bus.ts";
import { transaction } from "#lib/bus/committed.ts";
import { rightsTopic } from "#lib/bus/topics.ts";
import { accountColumns, type Account } from "./account.ts";
import { endTokens } from "./end-tokens.ts";
import { personColumns, type Person } from "./person.ts";

/** An account that nobody else can change before we are done. */
export interface LockedAccount extends Account, Person {
  /** How many other accounts are admins and not disabled. They stay so until we are done. */
  otherAdmins: number;
}

/** What of an account changes. Each of them ends its sessions and streams; its tokens too where that is said. */
type Rights = Partial<Pick<typeof person.$inferInsert, "role" | "disabledAt" | "demotedAt" | "passwordHash">> & {
  tokensEnd?: boolean;
};

/**
 * Changes what somebody may do or how they sign in; their sessions end with it. The account and all admins are locked
 * first, in the order of their ids, so that two admins who demote each other queue up and the second sees what the
 * first did.
 * @param noted what the audit log says of it
 * @param change says what changes, nothing if it is so already, or throws why not
 * @returns the person as they are now, for whom a new session can be made
 * @throws BelfryError `not-found` when there is no such account
 */
export async function changeAccount(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  personId: number,
  noted: Pick<Entry, "act" | "detail">,
  change: (account: LockedAccount) => Rights | undefined,
): Promise<Person> {
  return transaction(db, async (tx) => {
    const locked = await tx
      .select({ ...personColumns, ...accountColumns })
      .from(person)
      .where(or(eq(person.id, personId), and(eq(person.role, "admin"), isNull(person.disabledAt))))
      .orderBy(asc(person.id))
      .for("no key update");
    const account = locked.find(({ id }) => id === personId);
    if (!account) throw new BelfryError("not-found", "There is no such account.");
    const otherAdmins = locked.filter(
      ({ id, role, disabledAt }) => id !== personId && role === "admin" && disabledAt === null,
    ).length;
    const changes = change({ ...account, otherAdmins });
    if (!changes) return account;
    const { tokensEnd = false, ...rights } = changes;
    const [changed] = await tx
      .update(person)
      .set({ ...rights, sessionVersion: account.sessionVersion + 1 })
      .where(eq(person.id, personId))
      .returning(personColumns);
    if (!changed) throw new Error("a locked account is gone");
    await note(tx, actor, { ...noted, subject: account.username });
    if (tokensEnd) await endTokens(tx, actor, account);
    await announce(tx, rightsTopic(personId));
    return changed;
  });
}

/**
 * Keeps admins from locking everybody out.
 * @param done what would be done to them, as in `made a member`
 * @throws BelfryError `conflict` for the actor themselves and for the last admin
 */
export function requireSparable({ actor }: Pick<Ctx, "actor">, account: LockedAccount, done: string): void {
  if (account.id === actor.personId)
    throw new BelfryError("conflict", `You can't be ${done} by yourself. Another admin can do it.`);
  if (account.role === "admin" && account.disabledAt === null && account.otherAdmins === 0) {
    throw new BelfryError(
      "conflict",
      `${account.username} is the last admin and can't be ${done}. Make somebody else an admin first.`,
    );
  }
}
