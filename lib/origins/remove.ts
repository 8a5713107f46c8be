import { eq, sql } from "drizzle-orm";
import { membership, origin } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { originAudience } from "#lib/inbox/audience.ts";
import { announce } from "#lib/bus/bus.ts";
import { transaction } from "#lib/bus/committed.ts";
import { audienceTopic } from "#lib/bus/topics.ts";

/**
 * Deletes an origin: its memberships, and all that was published under it or to its members. Raising the floors hides
 * all of it at once, whatever its size; the purge deletes it. Nothing is written to its members' accounts: that their
 * feeds are others now changes their ETags too. One that nobody registered is gone already.
 */
export async function removeOrigin(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { name }: { name: string },
): Promise<void> {
  await transaction(db, async (tx) => {
    const removed = await tx.delete(origin).where(eq(origin.name, name)).returning();
    if (removed.length === 0) return;
    await note(tx, actor, { act: "origin.remove", subject: name });
    await announce(tx, audienceTopic(originAudience(name)));
    await tx.delete(membership).where(eq(membership.origin, name));
    // Locked in the order in which publishers lock them.
    await tx.execute(sql`
      with doomed as (
        select id from feed where origin = ${name} or audience = ${originAudience(name)} order by audience, origin for no key update
      )
      update feed set floor = head from doomed where feed.id = doomed.id`);
  });
}
