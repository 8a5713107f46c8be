import { eq } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { accountColumns, type Account } from "./account.ts";

/** The account of that name. @throws BelfryError `not-found` when nobody has it */
export async function namedAccount({ db }: Pick<Ctx, "db">, { username }: { username: string }): Promise<Account> {
  const [found] = await db.select(accountColumns).from(person).where(eq(person.username, username));
  if (!found) throw new BelfryError("not-found", `Nobody is named ${username}.`);
  return found;
}
