import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import type { Account } from "./account.ts";
import { changeAccount, requireSparable } from "./change-account.ts";

/**
 * Makes somebody an admin or a member; their sessions end.
 * @throws BelfryError `not-found`, or `conflict` for one's own role, the last admin's, and a hub's user, whose role the
 *   hub tells at each sign-in
 */
export async function setRole(
  ctx: Pick<Ctx, "db" | "actor">,
  { personId, role }: { personId: number; role: Account["role"] },
): Promise<void> {
  await changeAccount(ctx, personId, { act: "account.role", detail: { to: role } }, (account) => {
    if (account.role === role) return undefined;
    if (account.provider === "jupyterhub")
      throw new BelfryError("conflict", `The hub decides the role of ${account.username}: its admins are admins here.`);
    if (role === "member") requireSparable(ctx, account, "made a member");
    return { role };
  });
}
