import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";
import type { Limit } from "./take.ts";

/** Takes one back that was counted against a limit before it was known whether it had to be. */
export async function giveBack({ db }: Pick<SystemCtx, "db">, { key }: Pick<Limit, "key">): Promise<void> {
  await db.execute(sql`
    update rate set count = count - 1 where key = ${key} and count > 0
      and window_start = (select max(window_start) from rate where key = ${key} and count > 0)`);
}
