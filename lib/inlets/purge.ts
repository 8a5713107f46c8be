import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";

/** Forgets calls of more than a day ago, but for the last 50 of each inlet. */
export async function purgeCalls({ db }: Pick<SystemCtx, "db">): Promise<void> {
  await db.execute(sql`
    delete from inlet_call c where at < now() - interval '1 day'
      and id <= (select id from inlet_call l where l.inlet_id = c.inlet_id order by id desc offset 50 limit 1)`);
}
