import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";

/** Forgets ended sessions whose cookies have expired, a day later: clocks differ. */
export async function forgetEndedSessions({ db }: Pick<SystemCtx, "db">): Promise<void> {
  await db.execute(sql`delete from ended_session where expires_at < now() - interval '1 day'`);
}
