import { eq } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import { noteSignIn } from "#lib/audit/note-sign-in.ts";
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
 * Checks a local account's password. A wrong one counts against the limit and stands in the audit log; who signs in with
 * a right one notes that.
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
    .select({ ...personColumns, passwordHash: person.passwordHash, disabledAt: person.disabledAt })
    .from(person)
    .where(eq(person.username, username));
  const usable = found?.provider === "local" && found.disabledAt === null;
  const fits = await passwordFits(usable ? found.passwordHash : undefined, password);
  tell("signIn", { result: fits ? "succeeded" : "failed" });
  if (fits) return found;
  await noteSignIn(ctx.db, { account: found, succeeded: false, provider: "local", address });
  await take(ctx, failures(username, address), "failed sign-ins for this name");
  return undefined;
}
