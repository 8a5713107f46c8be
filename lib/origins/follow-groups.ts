import { and, eq } from "drizzle-orm";
import { membership } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import { transaction } from "#lib/bus/committed.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { originName, ownOrigin } from "#lib/inbox/schema.ts";
import { join, type Belonging } from "./join.ts";
import { leave } from "./leave.ts";

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
