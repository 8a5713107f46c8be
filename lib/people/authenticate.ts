import { and, eq, isNull } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { check, take, type Limit } from "#lib/limits/take.ts";
import { tell } from "#lib/metrics/tell.ts";
import { passwordFits } from "./password.ts";
import { personColumns, type Person } from "./person.ts";

/** Ten failed tries a name and address in five minutes. */
const failures = (username: string, address: string): Limit => ({ key: `sign-in:${address}:${username}`, most: 10, windowS: 300 });

/** @throws BelfryError `too-many` when this name failed too often from this address */
export function checkSignInLimit(ctx: Pick<SystemCtx, "db" | "now">, username: string, address: string): Promise<void> {
  return check(ctx, failures(username, address), "failed sign-ins for this name");
}

/**
 * Checks a local account's password. A wrong one counts against the limit.
 * @param address where the request came from, as the server saw it
 * @returns the person, or nothing when name and password do not fit together
 * @throws BelfryError `too-many` when this name failed too often from this address
 */
export async function authenticate(
  ctx: Pick<SystemCtx, "db" | "now">,
  { username, password, address }: { username: string; password: string; address: string },
): Promise<Person | undefined> {
  await checkSignInLimit(ctx, username, address);
  const [found] = await ctx.db
    .select({ ...personColumns, passwordHash: person.passwordHash })
    .from(person)
    .where(and(eq(person.provider, "local"), eq(person.username, username), isNull(person.disabledAt)));
  const fits = await passwordFits(found?.passwordHash, password);
  tell("signIn", { result: fits ? "succeeded" : "failed" });
  if (fits) return found;
  await take(ctx, failures(username, address), "failed sign-ins for this name");
  return undefined;
}
