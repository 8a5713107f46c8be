import { eq } from "drizzle-orm";
import { apiToken, membership } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import type { TokenInput } from "./schema.ts";
import { hashToken, newToken } from "./secret.ts";
import { requireKeeper, tokenColumns, type Token } from "./token.ts";

/**
 * Makes a token for the actor. A member may give it `notifications`, and `publish:ORIGIN` for origins they belong to; an
 * admin any scope.
 * @returns the token along with its secret, which nobody sees again
 * @throws BelfryError `forbidden` for a scope the actor can't give, `bad-input` for an end in the past
 */
export async function createToken(ctx: Ctx, { name, scopes, expiresAt }: TokenInput): Promise<Token & { token: string }> {
  requireKeeper(ctx.actor);
  const refused = await scopeNotTheirs(ctx, scopes);
  if (refused !== undefined) throw new BelfryError("forbidden", `${ctx.actor.username} can't give a token the scope ${refused}.`);
  if (expiresAt && expiresAt <= ctx.now()) {
    throw new BelfryError("bad-input", "expiresAt: is in the past.", { errors: [{ path: "expiresAt", message: "is in the past" }] });
  }
  const token = newToken();
  const made = await ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(apiToken)
      .values({
        personId: ctx.actor.personId,
        name,
        hash: hashToken(token),
        prefix: token.slice(0, 8),
        scopes: [...new Set(scopes)],
        expiresAt: expiresAt ?? null,
      })
      .returning(tokenColumns);
    if (!row) throw new Error("a token was not inserted");
    await note(tx, ctx.actor, { act: "token.make", subject: name, detail: { id: row.id, scopes: row.scopes, ...(expiresAt && { until: expiresAt.toISOString() }) } });
    return row;
  });
  return { ...made, token };
}

async function scopeNotTheirs({ db, actor }: Ctx, scopes: readonly string[]): Promise<string | undefined> {
  if (actor.role === "admin") return undefined;
  const own = await db.select({ origin: membership.origin }).from(membership).where(eq(membership.personId, actor.personId));
  const may = new Set(["notifications", ...own.map(({ origin }) => `publish:${origin}`)]);
  return scopes.find((scope) => !may.has(scope));
}
