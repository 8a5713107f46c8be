import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import type { Account } from "./account.ts";
import { changeAccount, requireSparable } from "./change-account.ts";

/**
 * Makes somebody an admin or a member; their sessions end.
 * @throws BelfryError `not-found`, or `conflict` for one's own role, the last admin's, and a hub's member, whom only the hub
 *   makes an admin. One of the hub's admins who is made a member stays one until that is taken back here.
 */
export async function setRole(
  ctx: Pick<Ctx, "db" | "actor" | "now">,
  { personId, role }: { personId: number; role: Account["role"] },
): Promise<void> {
  await changeAccount(ctx, personId, { act: "account.role", detail: { to: role } }, (account) => {
    if (account.role === role) return undefined;
    const ofHub = account.provider === "jupyterhub";
    if (ofHub && role === "admin" && !account.demotedAt)
      throw new BelfryError("conflict", `The hub decides the role of ${account.username}: its admins are admins here.`);
    if (role === "member") requireSparable(ctx, account, "made a member");
    return { role, ...(ofHub && { demotedAt: role === "member" ? ctx.now() : null }) };
  });
}
