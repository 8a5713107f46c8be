import type { Db } from "#db/client.ts";
import { audit } from "#db/schema/index.ts";

/** A try to sign in. */
export interface SignInTry {
  /** Whose account; left out when there is none of that name: what was typed might be a password. */
  account: { id: number; username: string } | undefined;
  succeeded: boolean;
  provider: string;
  /** Where it came from, as the server saw it; empty when nobody knows. */
  address: string;
}

/** Writes a try to sign in, successful or not, into the audit log. */
export async function noteSignIn(db: Db, { account, succeeded, provider, address }: SignInTry): Promise<void> {
  await db.insert(audit).values({
    actorId: account?.id ?? null,
    actor: account?.username ?? "",
    via: "sign-in",
    act: succeeded ? "sign-in.succeeded" : "sign-in.failed",
    detail: { provider, ...(address && { address }) },
  });
}
