import { and, eq, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { membership } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import { transaction } from "#lib/bus/committed.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { originName, ownOrigin } from "#lib/inbox/schema.ts";
import { join, type Belonging } from "./join.ts";
import { leave } from "./leave.ts";

/**
 * Makes somebody who comes in a member of what they belong to: where their name is waited for, and of their groups
 * where their provider tells them.
 */
export async function takeIn(
  ctx: Pick<SystemCtx, "db">,
  { groups, ...person }: Omit<Followed, "groups"> & { groups: readonly string[] | undefined },
): Promise<void> {
  await joinAwaited(ctx, person);
  if (groups) await followGroups(ctx, { ...person, groups });
}

/** Which advisory locks these are; the second number is which of them. */
const lockClass = 4711;

/** Until the transaction ends nobody else looks whether the name is waited for, or has an account. */
export async function holdName(tx: Db, username: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${lockClass}, hashtext(${username}))`);
}

/**
 * Makes somebody who has just got a name a member of the origins that wait for it. Asked at each sign-in as well: a name
 * also comes by other ways, and what was torn off is done the next time.
 */
export async function joinAwaited(
  { db }: Pick<SystemCtx, "db">,
  { personId, username }: { personId: number; username: string },
): Promise<void> {
  await transaction(db, async (tx) => {
    await holdName(tx, username);
    const awaited = await tx.execute<{ origin: string }>(
      sql`delete from awaited_member where username = ${username} returning origin`,
    );
    for (const { origin } of awaited) {
      await join(tx, { personId, origin, source: "admin" });
      await note(
        tx,
        { personId, username, via: "sign-in" },
        { act: "member.add", subject: username, detail: { origin } },
      );
    }
  });
}

/** Whose groups; left out: the hub's. */
interface Followed {
  personId: number;
  username: string;
  groups: readonly string[];
  source?: Exclude<Belonging["source"], "admin">;
}

/**
 * Makes a person's memberships by their provider what its groups are now: those whose names fit an origin's begin, those
 * that ended end. What an admin made stays. A group whose name nobody registered counts from then on.
 */
export async function followGroups(
  { db }: Pick<SystemCtx, "db">,
  { personId, username, groups, source = "hub" }: Followed,
): Promise<void> {
  const wanted = new Set(groups.filter((group) => group !== ownOrigin && originName.safeParse(group).success));
  const rows = await db
    .select({ origin: membership.origin })
    .from(membership)
    .where(and(eq(membership.personId, personId), eq(membership.source, source)));
  const held = new Set(rows.map(({ origin }) => origin));
  const via = source === "hub" ? "hub" : "sign-in";
  const changed = async (origin: string, act: "member.add" | "member.remove") => {
    const verb = act === "member.add" ? join : leave;
    await transaction(db, async (tx) => {
      const did = await verb(tx, { personId, origin, source });
      if (did) await note(tx, { personId, username, via }, { act, subject: username, detail: { origin } });
    });
  };
  for (const origin of wanted.difference(held)) await changed(origin, "member.add");
  for (const origin of held.difference(wanted)) await changed(origin, "member.remove");
}
