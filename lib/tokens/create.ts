import { count, eq } from "drizzle-orm";
import { apiToken, membership, person } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import type { TokenInput } from "./schema.ts";
import { hashToken } from "#lib/hash-token.ts";
import { newToken } from "./secret.ts";
import { requireKeeper, tokenColumns, type Token } from "./token.ts";
import { grouped } from "#lib/grouped.ts";

/** How long a token lasts for which nobody said so. */
const lifeDays = 90;

/** Tokens that one person may have, expired ones too. */
const most = 1000;

/**
 * Makes a token for the actor. A member may give it `notifications`, and `publish:ORIGIN` for origins they belong to; an
 * admin any scope.
 * @returns the token along with its secret, which nobody sees again
 * @throws BelfryError `forbidden` for a scope the actor can't give, `bad-input` for an end in the past, `conflict` for one
 *   more than a person may have
 * @see docs/decisions/0015-who-makes-tokens.md
 */
export async function createToken(
  ctx: Ctx,
  { name, scopes, expiresAt = new Date(ctx.now().getTime() + lifeDays * 24 * 3600 * 1000) }: TokenInput,
): Promise<Token & { token: string }> {
  requireKeeper(ctx.actor);
  const refused = await scopeNotTheirs(ctx, scopes);
  if (refused !== undefined)
    throw new BelfryError("forbidden", `${ctx.actor.username} can't give a token the scope ${refused}.`);
  if (expiresAt && expiresAt <= ctx.now()) {
    throw new BelfryError("bad-input", "expiresAt: is in the past.", {
      errors: [{ path: "expiresAt", message: "is in the past" }],
    });
  }
  const token = newToken();
  const made = await ctx.db.transaction(async (tx) => {
    // One after the other, or a crowd would all find room.
    await tx.select({ id: person.id }).from(person).where(eq(person.id, ctx.actor.personId)).for("no key update");
    const [held] = await tx.select({ count: count() }).from(apiToken).where(eq(apiToken.personId, ctx.actor.personId));
    if ((held?.count ?? 0) >= most)
      throw new BelfryError(
        "conflict",
        `You have ${grouped(most)} tokens, which is the most there can be. Revoke those that nobody uses.`,
      );
    const [row] = await tx
      .insert(apiToken)
      .values({
        personId: ctx.actor.personId,
        name,
        hash: hashToken(token),
        prefix: token.slice(0, 8),
        scopes: [...new Set(scopes)],
        expiresAt,
      })
      .returning(tokenColumns);
    if (!row) throw new Error("a token was not inserted");
    await note(tx, ctx.actor, {
      act: "token.make",
      subject: name,
      detail: { id: row.id, scopes: row.scopes, ...(expiresAt && { until: expiresAt.toISOString() }) },
    });
    return row;
  });
  return { ...made, token };
}

async function scopeNotTheirs({ db, actor }: Ctx, scopes: readonly string[]): Promise<string | undefined> {
  if (actor.role === "admin") return undefined;
  const own = await db
    .select({ origin: membership.origin })
    .from(membership)
    .where(eq(membership.personId, actor.personId));
  const may = new Set(["notifications", ...own.map(({ origin }) => `publish:${origin}`)]);
  return scopes.find((scope) => !may.has(scope));
}
