import { and, inArray, isNull, sql } from "drizzle-orm";
import { broadcast } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { endedStates } from "./document.ts";
import { isSeen } from "./is-seen.ts";

/** Clears the history of what has ended. Copies in inboxes stay, and so does what is scheduled, running or waiting. */
export async function clearSent({ db, actor }: Pick<Ctx, "db" | "actor">): Promise<{ cleared: number }> {
  return db.transaction(async (tx) => {
    const { length: cleared } = await tx
      .update(broadcast)
      .set({ hiddenAt: sql`now()` })
      .where(and(isSeen, isNull(broadcast.hiddenAt), inArray(broadcast.state, endedStates)))
      .returning({ id: broadcast.id });
    if (cleared > 0) await note(tx, actor, { act: "broadcast.clear-history", detail: { cleared } });
    return { cleared };
  });
}
