import type { Ctx } from "#lib/ctx.ts";
import { changeAccount, requireSparable } from "./change-account.ts";

/**
 * Keeps somebody out: they can't sign in, their sessions and tokens end. Nothing else of theirs is deleted.
 * @throws BelfryError `not-found`, or `conflict` for oneself and the last admin
 */
export async function disable(
  ctx: Pick<Ctx, "db" | "actor" | "now">,
  { personId }: { personId: number },
): Promise<void> {
  await changeAccount(ctx, personId, { act: "account.disable" }, (account) => {
    if (account.disabledAt) return undefined;
    requireSparable(ctx, account, "disabled");
    return { disabledAt: ctx.now(), tokensEnd: true };
  });
}
