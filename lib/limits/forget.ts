import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";

/** Deletes the counts of windows that have long ended. */
export async function forgetLimits({ db }: Pick<SystemCtx, "db">): Promise<void> {
  await db.execute(
    sql`delete from quota where coalesce(at[cardinality(at)], 0) < extract(epoch from now() - interval '1 day')`,
  );
  await db.execute(sql`delete from rate where window_start < now() - interval '1 day'`);
}
