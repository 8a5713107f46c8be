import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { noteSignIn, type SignInTry } from "#lib/audit/note-sign-in.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { networkOf } from "#lib/limits/network.ts";
import { check, take, type Limit } from "#lib/limits/take.ts";

/** A try to sign in, as far as it counts when it fails. */
export interface Tried {
  /** As typed, so of any length; left out where a provider told it. */
  username?: string | undefined;
  /** Where it came from, as the server saw it. What is no address has no limit of its own. */
  address: string;
}

/** Ten failed tries in five minutes a name and address, and a hundred an address. */
function limitsOf({ username, address }: Tried): { limit: Limit; what: string }[] {
  const from = `sign-in:${networkOf(address)}`;
  const limit = (key: string, most: number, whose: string) => ({
    limit: { key, most, windowS: 300 },
    what: `failed sign-ins ${whose}`,
  });
  return [
    ...(username === undefined
      ? []
      : [limit(`${from}:${createHash("sha256").update(username).digest("base64url")}`, 10, "for this name")]),
    ...(isIP(address) ? [limit(from, 100, "from this address")] : []),
  ];
}

/** @throws BelfryError `too-many` when this name failed too often from this address, or all names together did */
export async function checkFailures(ctx: Pick<SystemCtx, "db">, tried: Tried): Promise<void> {
  for (const { limit, what } of limitsOf(tried)) await check(ctx, limit, what);
}

/**
 * Counts a failed try and writes it into the audit log, which nobody so can fill by failing on purpose.
 * @throws BelfryError `too-many` for one over a limit, which is in neither
 */
export async function noteFailure(
  ctx: Pick<SystemCtx, "db">,
  { username, ...tried }: Tried & Omit<SignInTry, "succeeded">,
): Promise<void> {
  for (const { limit, what } of limitsOf({ username, address: tried.address })) await take(ctx, limit, what);
  await noteSignIn(ctx.db, { ...tried, succeeded: false });
}
