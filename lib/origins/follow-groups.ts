import { and, eq } from "drizzle-orm";
import { membership } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import { transaction } from "#lib/bus/committed.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { originName } from "#lib/inbox/schema.ts";
import { join } from "./join.ts";
import { leave } from "./leave.ts";

/**
 * Makes a person's memberships by the hub what its groups are now: those whose names fit an origin's begin, those that
 * ended end. What an admin made stays. A group whose name nobody registered counts from then on.
 */
export async function followGroups(
  { db }: Pick<SystemCtx, "db">,
  { personId, username, groups }: { personId: number; username: string; groups: readonly string[] },
): Promise<void> {
  const wanted = new Set(groups.filter((group) => group !== "hub" && originName.safeParse(group).success));
  const rows = await db
    .select({ origin: membership.origin })
    .from(membership)
    .where(and(eq(membership.personId, personId), eq(membership.source, "hub")));
  const held = new Set(rows.map(({ origin }) => origin));
  const changed = async (origin: string, act: "member.add" | "member.remove") => {
    const verb = act === "member.add" ? join : leave;
    await transaction(db, async (tx) => {
      const did = await verb(tx, { personId, origin, source: "hub" });
      if (did) await note(tx, { personId, username, via: "hub" }, { act, subject: username, detail: { origin } });
    });
  };
  for (const origin of wanted.difference(held)) await changed(origin, "member.add");
  for (const origin of held.difference(wanted)) await changed(origin, "member.remove");
}
