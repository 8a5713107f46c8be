import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { authenticate } from "./authenticate.ts";
import { changeAccount } from "./change-account.ts";
import { hashPassword } from "./password.ts";
import type { Person } from "./person.ts";

/**
 * Changes the actor's own password; all their sessions end, this one too.
 * @returns the person, for whom a new session can be made
 * @throws BelfryError `bad-input` when the old password is wrong, `too-many` after too many wrong ones, `conflict` for an
 *   account that signs in elsewhere
 */
export async function changePassword(
  ctx: Ctx,
  { current, password }: { current: string; password: string },
): Promise<Person> {
  const { username, provider, personId } = ctx.actor;
  if (provider !== "local")
    throw new BelfryError("conflict", `You sign in with ${provider}, which keeps your password.`);
  const found = await authenticate(ctx, { username, password: current, address: "settings" });
  if (found?.id !== personId) {
    throw new BelfryError("bad-input", "The current password is wrong.", {
      errors: [{ path: "current", message: "is wrong" }],
    });
  }
  const passwordHash = await hashPassword(password);
  return changeAccount(ctx, personId, { act: "account.password" }, ({ sessionVersion }) => {
    // Whoever lost the account while this was under way does not get it back.
    if (sessionVersion !== found.sessionVersion)
      throw new BelfryError("conflict", "Your account was changed meanwhile. Sign in again.");
    return { passwordHash };
  });
}
