import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { noteSignIn, type SignInTry } from "#lib/audit/note-sign-in.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { networkOf } from "#lib/limits/network.ts";
import { check, take, type Limit } from "#lib/limits/take.ts";
import { username as nameSchema } from "./schema.ts";
import { isKnownPlace } from "./sign-in-place.ts";

/** A try to sign in, as far as it counts when it fails. */
export interface Tried {
  /** As typed, so of any length; left out where a provider told it. */
  username?: string | undefined;
  /** Where it came from, as the server saw it. What is no address has no limit of its own. */
  address: string;
}

/** As it was typed, which may be of any length and hold anything. */
const hashed = (username: string) => createHash("sha256").update(username).digest("base64url");

/**
 * Ten failed tries in five minutes a name and address, and a hundred an address; a hundred an hour a name from
 * everywhere else than where its owner has signed in before: whoever guesses can't keep them out there.
 */
async function limitsOf(
  ctx: Pick<SystemCtx, "db">,
  { username, address }: Tried,
): Promise<{ limit: Limit; what: string }[]> {
  const from = `sign-in:${networkOf(address)}`;
  const limit = (key: string, most: number, whose: string, windowS = 300) => ({
    limit: { key, most, windowS },
    what: `failed sign-ins ${whose}`,
  });
  const limits = isIP(address) ? [limit(from, 100, "from this address")] : [];
  if (username === undefined) return limits;
  limits.unshift(limit(`${from}:${hashed(username)}`, 10, "for this name"));
  if (isIP(address) && !(nameSchema.safeParse(username).success && (await isKnownPlace(ctx, { username, address }))))
    limits.push(limit(`sign-in-name:${hashed(username)}`, 100, "for this name from elsewhere", 3600));
  return limits;
}

/**
 * @throws BelfryError `too-many` when this name failed too often from this address or from everywhere, or all names
 *   together did from this address
 */
export async function checkFailures(ctx: Pick<SystemCtx, "db">, tried: Tried): Promise<void> {
  for (const { limit, what } of await limitsOf(ctx, tried)) await check(ctx, limit, what);
}

/**
 * Counts a failed try and writes it into the audit log, which nobody so can fill by failing on purpose.
 * @throws BelfryError `too-many` for one over a limit, which is in neither
 */
export async function noteFailure(
  ctx: Pick<SystemCtx, "db">,
  { username, ...tried }: Tried & Omit<SignInTry, "succeeded">,
): Promise<void> {
  for (const { limit, what } of await limitsOf(ctx, { username, address: tried.address })) await take(ctx, limit, what);
  await noteSignIn(ctx.db, { ...tried, succeeded: false });
}
