import { and, eq, isNull } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";

/** Whether there is an account that signs in with a password. */
export async function hasLocal({ db }: Pick<SystemCtx, "db">): Promise<boolean> {
  const found = await db
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.provider, "local"), isNull(person.disabledAt)))
    .limit(1);
  return found.length > 0;
}
