import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";

/** Deletes the keys that no longer count. */
export async function purgeIdempotencyKeys({ db }: Pick<SystemCtx, "db">): Promise<void> {
  await db.execute(sql`delete from idempotency where created_at < now() - interval '1 day'`);
}
