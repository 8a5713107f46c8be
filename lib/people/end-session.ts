import { sql } from "drizzle-orm";
import { endedSession } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { announce } from "#lib/live/bus.ts";
import { rightsTopic } from "#lib/live/notice.ts";

/**
 * Ends one session on the server: its cookie, and every copy of it, is nobody's from now on. All streams of the person
 * end with it; windows that are still signed in come back by themselves.
 * @param expiresAt when its cookie would have expired
 */
export async function endSession({ db }: Pick<SystemCtx, "db">, { personId, sessionId, expiresAt }: { personId: number; sessionId: string; expiresAt: Date }): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.insert(endedSession).values({ id: sessionId, expiresAt }).onConflictDoNothing();
    await announce(tx, rightsTopic(personId));
  });
}

/** Forgets ended sessions whose cookies have expired, a day later: clocks differ. */
export async function forgetEndedSessions({ db }: Pick<SystemCtx, "db">): Promise<void> {
  await db.execute(sql`delete from ended_session where expires_at < now() - interval '1 day'`);
}
