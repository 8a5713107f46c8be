import { and, eq, sql } from "drizzle-orm";
import { person } from "#db/schema/people.ts";
import { note } from "#lib/audit/note.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { announce } from "#lib/bus/bus.ts";
import { transaction } from "#lib/bus/committed.ts";
import { rightsTopic } from "#lib/bus/topics.ts";
import { personColumns, type Person } from "./person.ts";

/** Whom a provider vouches for. `role` left out: the account keeps the one it has. */
export interface Vouched {
  provider: string;
  /** The provider's own unchanging id for them. */
  subject: string;
  username: string;
  role?: Person["role"];
}

/** The account of whom a provider vouches for, whether they may come in or not. */
export async function vouchedAccount(
  { db }: Pick<SystemCtx, "db">,
  { provider, subject }: Pick<Vouched, "provider" | "subject">,
): Promise<(Person & Pick<typeof person.$inferSelect, "disabledAt" | "demotedAt" | "goneAt">) | undefined> {
  const [found] = await db
    .select({
      ...personColumns,
      disabledAt: person.disabledAt,
      demotedAt: person.demotedAt,
      goneAt: person.goneAt,
    })
    .from(person)
    .where(and(eq(person.provider, provider), eq(person.subject, subject)));
  return found;
}

/** Nothing is made where the name is taken, or somebody else was faster. */
async function make(
  { db }: Pick<SystemCtx, "db">,
  { provider, subject, username, role = "member" }: Vouched,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [made] = await tx
      .insert(person)
      .values({ provider, subject, username, role })
      .onConflictDoNothing()
      .returning({ id: person.id });
    if (!made) return;
    const via = provider === "jupyterhub" ? "hub" : "sign-in";
    await note(
      tx,
      { personId: made.id, username, via },
      { act: "account.create", subject: username, detail: { role, provider } },
    );
  });
}

/**
 * The account of somebody a provider vouches for, made at their first visit and brought up to date at each.
 * @throws BelfryError `forbidden` when the account is disabled, or the name is another account's
 */
export async function provisionAccount(ctx: Pick<SystemCtx, "db">, vouched: Vouched): Promise<Person> {
  const { username } = vouched;
  let found = await vouchedAccount(ctx, vouched);
  if (!found) {
    await make(ctx, vouched);
    found = await vouchedAccount(ctx, vouched);
  }
  if (!found) {
    throw new BelfryError(
      "forbidden",
      `The name ${username} belongs to another account here, or looks like the name of one. If it is yours, sign in as you did before; else ask an admin to give that account another name.`,
    );
  }
  if (found.disabledAt) throw new BelfryError("forbidden", `The account ${found.username} is disabled.`);
  if (found.goneAt) await ctx.db.update(person).set({ goneAt: null }).where(eq(person.id, found.id));
  // An admin there who was made a member here stays one.
  const role = found.demotedAt ? "member" : vouched.role;
  if (role === undefined || role === found.role) return found;
  // Sessions and streams of the old role end.
  return transaction(ctx.db, async (tx) => {
    const [changed] = await tx
      .update(person)
      .set({ role, sessionVersion: sql`${person.sessionVersion} + 1` })
      .where(eq(person.id, found.id))
      .returning(personColumns);
    await note(
      tx,
      { personId: found.id, username: found.username, via: "hub" },
      { act: "account.role", subject: found.username, detail: { to: role } },
    );
    await announce(tx, rightsTopic(found.id));
    return changed ?? found;
  });
}
