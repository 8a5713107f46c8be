import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";

/** Deletes the audit log's entries that are older than the retention, by the database's clock. */
export async function purgeAudit(
  { db }: Pick<SystemCtx, "db">,
  { retentionDays }: { retentionDays: number },
): Promise<void> {
  await db.execute(sql`delete from audit where at < now() - ${retentionDays} * interval '1 day'`);
}
