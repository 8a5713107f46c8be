import { eq } from "drizzle-orm";
import { savedMessage } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";

/** Removes a saved message; removing it twice is the same as once. */
export async function removeSaved({ db }: Pick<Ctx, "db">, { id }: { id: number }): Promise<void> {
  await db.delete(savedMessage).where(eq(savedMessage.id, id));
}
