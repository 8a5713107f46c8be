import { origin } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { ownOrigin } from "#lib/inbox/schema.ts";

/**
 * Registers an origin, so that it can be published to. One that is registered already stays as it is.
 * @returns whether it is new
 * @throws BelfryError `forbidden` for `hub`, which is Belfry's own
 */
export async function registerOrigin(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { name }: { name: string },
): Promise<boolean> {
  if (name === ownOrigin) throw new BelfryError("forbidden", `The origin ${ownOrigin} is Belfry's own.`);
  return db.transaction(async (tx) => {
    const made = await tx
      .insert(origin)
      .values({ name, createdBy: actor.personId })
      .onConflictDoNothing()
      .returning({ name: origin.name });
    if (made.length > 0) await note(tx, actor, { act: "origin.register", subject: name });
    return made.length > 0;
  });
}
