import type { Ctx } from "#lib/ctx.ts";
import { tokenOwner } from "./owner.ts";
import { endToken } from "./revoke.ts";

/**
 * Ends one of somebody's tokens, for an admin; the audit log says whose it was.
 * @throws BelfryError `forbidden`, `not-found`, or `conflict` for the one from `ADMIN_TOKEN`
 */
export async function revokeTokenOf(
  ctx: Pick<Ctx, "db" | "actor">,
  { username, id }: { username: string; id: number },
): Promise<void> {
  await endToken(ctx, await tokenOwner(ctx, username), id);
}
