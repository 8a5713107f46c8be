import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import { noteSignIn } from "#lib/audit/note-sign-in.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { inTurn } from "#lib/in-turn.ts";
import { check, take, type Limit } from "#lib/limits/take.ts";
import { tell } from "#lib/metrics/tell.ts";
import { passwordFits } from "./password.ts";
import { personColumns, type Person } from "./person.ts";
import { username as nameSchema } from "./schema.ts";

/** Ten failed tries a name and address in five minutes. A name as typed may be of any length. */
const failures = (username: string, address: string): Limit => {
  const name = createHash("sha256").update(username).digest("base64url");
  return { key: `sign-in:${address.slice(0, 64)}:${name}`, most: 10, windowS: 300 };
};

/** @throws BelfryError `too-many` when this name failed too often from this address */
export function checkSignInLimit(ctx: Pick<SystemCtx, "db">, username: string, address: string): Promise<void> {
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
  ctx: Pick<SystemCtx, "db">,
  { username, password, address }: { username: string; password: string; address: string },
): Promise<Person | undefined> {
  // One after the other, or a crowd of guesses would all find the limit unused.
  return inTurn(failures(username, address).key, async () => {
    await checkSignInLimit(ctx, username, address);
    return compare(ctx, { username, password, address });
  });
}

async function compare(ctx: Pick<SystemCtx, "db">, { username, password, address }: { username: string; password: string; address: string }): Promise<Person | undefined> {
  const found = nameSchema.safeParse(username).success ? await accountOf(ctx, username) : undefined;
  const usable = found?.provider === "local" && found.disabledAt === null;
  const fits = await passwordFits(usable ? found.passwordHash : undefined, password);
  tell("signIn", { result: fits ? "succeeded" : "failed" });
  if (fits) return found;
  await noteSignIn(ctx.db, { account: found, succeeded: false, provider: "local", address });
  await take(ctx, failures(username, address), "failed sign-ins for this name");
  return undefined;
}

async function accountOf({ db }: Pick<SystemCtx, "db">, username: string) {
  const [found] = await db
    .select({ ...personColumns, passwordHash: person.passwordHash, disabledAt: person.disabledAt })
    .from(person)
    .where(eq(person.username, username));
  return found;
}
