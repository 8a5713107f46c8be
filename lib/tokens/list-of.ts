import type { Ctx } from "#lib/ctx.ts";
import { tokensOf } from "./list.ts";
import { tokenOwner } from "./owner.ts";
import type { Token } from "./token.ts";

/** Somebody's tokens, for an admin; as {@link listTokens}. @throws BelfryError `forbidden`, `not-found` */
export async function listTokensOf(
  ctx: Pick<Ctx, "db" | "actor">,
  { username }: { username: string },
): Promise<Token[]> {
  return tokensOf(ctx, await tokenOwner(ctx, username));
}
