import { randomBytes } from "node:crypto";
import { count, eq } from "drizzle-orm";
import { atomFeed, person } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { hashToken } from "#lib/hash-token.ts";

const most = 20;

/**
 * Makes an address at which the actor's inbox can be read as Atom, by whoever has it, until it is revoked.
 * @returns its secret, 256 random bits, which nobody sees again
 * @throws BelfryError `conflict` for one more than a person may have
 */
export async function makeFeed(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { name }: { name: string },
): Promise<{ secret: string }> {
  const secret = randomBytes(32).toString("base64url");
  await db.transaction(async (tx) => {
    // One after the other, or a crowd would all find room.
    await tx.select({ id: person.id }).from(person).where(eq(person.id, actor.personId)).for("no key update");
    const [held] = await tx.select({ count: count() }).from(atomFeed).where(eq(atomFeed.personId, actor.personId));
    if ((held?.count ?? 0) >= most)
      throw new BelfryError("conflict", `You have ${most} feeds, which is the most there can be. Revoke one first.`);
    await tx.insert(atomFeed).values({ personId: actor.personId, name, hash: hashToken(secret) });
    await note(tx, actor, { act: "feed.make", subject: name });
  });
  return { secret };
}
