import { eq } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import type { OutletsMuted } from "./schema.ts";

/** Has none of the actor's outlets send anything until a time; what arrives meanwhile is sent then. */
export async function muteOutlets(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { mutedUntil }: OutletsMuted,
): Promise<void> {
  await db.update(person).set({ outletsMutedUntil: mutedUntil }).where(eq(person.id, actor.personId));
}

/** Until when none of the actor's outlets sends anything; null: they do. */
export async function mutedUntil({ db, actor, now }: Pick<Ctx, "db" | "actor" | "now">): Promise<Date | null> {
  const [found] = await db
    .select({ until: person.outletsMutedUntil })
    .from(person)
    .where(eq(person.id, actor.personId));
  return found?.until && found.until > now() ? found.until : null;
}
