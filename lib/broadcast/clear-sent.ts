import { and, inArray, isNull, sql } from "drizzle-orm";
import { broadcast } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";

/** Clears the history of what has ended. Copies in inboxes stay, and so does what is scheduled, running or waiting. */
export async function clearSent({ db }: Pick<Ctx, "db">): Promise<{ cleared: number }> {
  const cleared = await db
    .update(broadcast)
    .set({ hiddenAt: sql`now()` })
    .where(and(isNull(broadcast.hiddenAt), inArray(broadcast.state, ["finished", "cancelled", "failed"])))
    .returning({ id: broadcast.id });
  return { cleared: cleared.length };
}
