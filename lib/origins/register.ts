import { origin } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";

/**
 * Registers an origin, so that it can be published to. One that is registered already stays as it is.
 * @throws BelfryError `forbidden` for `hub`, which is Belfry's own
 */
export async function registerOrigin({ db, actor }: Pick<Ctx, "db" | "actor">, { name }: { name: string }): Promise<void> {
  if (name === "hub") throw new BelfryError("forbidden", "The origin hub is Belfry's own.");
  await db.insert(origin).values({ name, createdBy: actor.personId }).onConflictDoNothing();
}
