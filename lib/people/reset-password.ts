import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { changeAccount } from "./change-account.ts";
import { hashPassword, madeUpPassword } from "./password.ts";

/**
 * Gives another local account a password; its sessions and tokens end: somebody else may have had the old one.
 * @param password left out: one is made up
 * @returns the password if it was made up, so that it can be shown once
 * @throws BelfryError `not-found`, or `conflict` for one's own account and for one that signs in elsewhere
 */
export async function resetPassword(
  ctx: Pick<Ctx, "db" | "actor">,
  { personId, password }: { personId: number; password?: string | undefined },
): Promise<string | undefined> {
  const madeUp = password === undefined ? madeUpPassword() : undefined;
  const passwordHash = await hashPassword(password ?? madeUp ?? "");
  await changeAccount(ctx, personId, { act: "account.password" }, ({ id, username, provider }) => {
    if (id === ctx.actor.personId)
      throw new BelfryError(
        "conflict",
        "Your own password is changed in your settings, where you are asked for the old one.",
      );
    if (provider !== "local")
      throw new BelfryError("conflict", `${username} signs in with ${provider}, which keeps the password.`);
    return { passwordHash, tokensEnd: true };
  });
  return madeUp;
}
