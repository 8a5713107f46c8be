import { and, eq } from "drizzle-orm";
import { apiToken } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { announce } from "#lib/bus/bus.ts";
import { transaction } from "#lib/bus/committed.ts";
import { rightsTopic } from "#lib/bus/topics.ts";
import { requireKeeper } from "./token.ts";

/**
 * Ends one of the actor's tokens, at once.
 * @throws BelfryError `not-found` when they have no such token, `conflict` for the one from `ADMIN_TOKEN`
 */
export async function revokeToken(ctx: Pick<Ctx, "db" | "actor">, { id }: { id: number }): Promise<void> {
  requireKeeper(ctx.actor);
  await endToken(ctx, { id: ctx.actor.personId, username: ctx.actor.username }, id);
}

/** As {@link revokeToken}, of anybody: whether the caller may is for who calls it to check. */
export async function endToken(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  owner: { id: number; username: string },
  id: number,
): Promise<void> {
  const theirs = and(eq(apiToken.id, id), eq(apiToken.personId, owner.id));
  const own = owner.id === actor.personId;
  const ended = await transaction(db, async (tx) => {
    const [gone] = await tx
      .delete(apiToken)
      .where(and(theirs, eq(apiToken.fixed, false)))
      .returning({ name: apiToken.name });
    if (!gone) return false;
    const detail = { id, ...(!own && { of: owner.username }) };
    await note(tx, actor, { act: "token.revoke", subject: gone.name, detail });
    await announce(tx, rightsTopic(owner.id));
    return true;
  });
  if (ended) return;
  const [fixed] = await db.select({ id: apiToken.id }).from(apiToken).where(theirs);
  if (fixed)
    throw new BelfryError(
      "conflict",
      "This token comes from ADMIN_TOKEN. It ends when that is no longer set and the server starts again.",
    );
  throw new BelfryError("not-found", `${own ? "You have" : `${owner.username} has`} no such token.`);
}
