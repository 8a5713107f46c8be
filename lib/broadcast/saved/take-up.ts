import { eq, sql } from "drizzle-orm";
import { savedMessage } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";

/** Notes that a saved message was taken up, so that it comes first the next time. One that is gone is no matter. */
export async function takeUpSaved({ db }: Pick<Ctx, "db">, { id }: { id: number }): Promise<void> {
  await db
    .update(savedMessage)
    .set({ lastUsedAt: sql`now()` })
    .where(eq(savedMessage.id, id));
}
