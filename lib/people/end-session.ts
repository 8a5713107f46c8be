import { endedSession } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { announce } from "#lib/bus/bus.ts";
import { transaction } from "#lib/bus/committed.ts";
import { rightsTopic } from "#lib/bus/topics.ts";

/**
 * Ends one session on the server: its cookie, and every copy of it, is nobody's from now on. All streams of the person
 * end with it; windows that are still signed in come back by themselves.
 * @param expiresAt when its cookie would have expired
 * @see docs/decisions/0021-sessions-end-on-the-server.md
 */
export async function endSession(
  { db }: Pick<SystemCtx, "db">,
  { personId, sessionId, expiresAt }: { personId: number; sessionId: string; expiresAt: Date },
): Promise<void> {
  await transaction(db, async (tx) => {
    await tx.insert(endedSession).values({ id: sessionId, expiresAt }).onConflictDoNothing();
    await announce(tx, rightsTopic(personId));
  });
}
