import { and, eq } from "drizzle-orm";
import { membership } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { originName } from "#lib/inbox/schema.ts";
import { join } from "./join.ts";
import { leave } from "./leave.ts";

/**
 * Makes a person's memberships by the hub what its groups are now: those whose names fit an origin's begin, those that
 * ended end. What an admin made stays. A group whose name nobody registered counts from then on.
 */
export async function followGroups({ db }: Pick<SystemCtx, "db">, { personId, groups }: { personId: number; groups: readonly string[] }): Promise<void> {
  const wanted = new Set(groups.filter((group) => group !== "hub" && originName.safeParse(group).success));
  const rows = await db
    .select({ origin: membership.origin })
    .from(membership)
    .where(and(eq(membership.personId, personId), eq(membership.source, "hub")));
  const held = new Set(rows.map(({ origin }) => origin));
  for (const origin of wanted.difference(held)) await join(db, { personId, origin, source: "hub" });
  for (const origin of held.difference(wanted)) await leave(db, { personId, origin, source: "hub" });
}
