import { isIP } from "node:net";
import { eq } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { withMutex } from "#lib/async/mutex.ts";
import { networkOf } from "#lib/limits/network.ts";
import { emit } from "#lib/diagnostics.ts";
import { checkFailures, noteFailure } from "./failed-sign-ins.ts";
import { passwordFits } from "./password.ts";
import { personColumns, type Person } from "./person.ts";
import { username as nameSchema } from "./schema.ts";
import { rememberPlace } from "./sign-in-place.ts";

/**
 * Checks a local account's password. A wrong one counts against the limits and stands in the audit log; who signs in with
 * a right one notes that.
 * @param address where the request came from, as the server saw it
 * @returns the person, or nothing when name and password do not fit together
 * @throws BelfryError `too-many` when this name failed too often from this address, or all names together did; the
 *   password is not looked at then
 */
export async function authenticate(
  ctx: Pick<SystemCtx, "db">,
  { username, password, address }: { username: string; password: string; address: string },
): Promise<Person | undefined> {
  // One after the other, or a crowd of guesses would all find the limits unused.
  return withMutex(`sign-in ${isIP(address) ? networkOf(address) : username}`, () =>
    withMutex(`sign-in to ${username}`, async () => {
      await checkFailures(ctx, { username, address });
      return compare(ctx, { username, password, address });
    }),
  );
}

async function compare(
  ctx: Pick<SystemCtx, "db">,
  { username, password, address }: { username: string; password: string; address: string },
): Promise<Person | undefined> {
  const found = nameSchema.safeParse(username).success ? await accountOf(ctx, username) : undefined;
  const usable = found?.provider === "local" && found.disabledAt === null;
  const fits = await passwordFits(usable ? found.passwordHash : undefined, password);
  emit("signIn", { result: fits ? "succeeded" : "failed" });
  if (fits && found) {
    if (isIP(address)) await rememberPlace(ctx, { personId: found.id, address });
    return found;
  }
  await noteFailure(ctx, { username, account: found, provider: "local", address });
  return undefined;
}

async function accountOf({ db }: Pick<SystemCtx, "db">, username: string) {
  const [found] = await db
    .select({ ...personColumns, passwordHash: person.passwordHash, disabledAt: person.disabledAt })
    .from(person)
    .where(eq(person.username, username));
  return found;
}
