import { eq } from "drizzle-orm";
import { origin } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import type { Links } from "./links.ts";
import { noSuchOrigin } from "./origin.ts";

/**
 * Gives an origin the links that stand with its notifications, in the place of those it had.
 * @throws BelfryError `not-found` when nobody registered it
 */
export async function setLinks(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { name, links }: { name: string; links: Links },
): Promise<void> {
  await db.transaction(async (tx) => {
    const found = await tx.update(origin).set({ links }).where(eq(origin.name, name)).returning({ name: origin.name });
    if (found.length === 0) throw noSuchOrigin(name);
    await note(tx, actor, { act: "origin.links", subject: name, detail: { links: Object.keys(links) } });
  });
}
