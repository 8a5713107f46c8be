import { eq } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { accountColumns, type Account } from "./account.ts";

/** One account; nothing when there is none of that id. */
export async function getAccount(
  { db }: Pick<Ctx, "db">,
  { personId }: { personId: number },
): Promise<Account | undefined> {
  const [found] = await db.select(accountColumns).from(person).where(eq(person.id, personId));
  return found;
}
