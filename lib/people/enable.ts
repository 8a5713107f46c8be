import type { Ctx } from "#lib/ctx.ts";
import { changeAccount } from "./change-account.ts";

/** Lets somebody in again who was disabled; their sessions and tokens ended with that. @throws BelfryError `not-found` */
export async function enable(ctx: Pick<Ctx, "db" | "actor">, { personId }: { personId: number }): Promise<void> {
  await changeAccount(ctx, personId, { act: "account.enable" }, ({ disabledAt }) =>
    disabledAt ? { disabledAt: null } : undefined,
  );
}
