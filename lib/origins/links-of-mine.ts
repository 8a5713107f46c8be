import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { mine } from "#lib/inbox/mine.ts";
import type { Links } from "./links.ts";

/** The links of the origins that the actor belongs to or sees anything of, by their names; of those that have any. */
export async function linksOfMine({ db, actor }: Pick<Ctx, "db" | "actor">): Promise<Record<string, Links>> {
  const rows = await db.execute<{ name: string; links: Links }>(sql`
    select name, links from origin where links <> '{}' and name in (
      select origin from membership where person_id = ${actor.personId} union all select m.origin from (${mine(actor.personId)}) as m)`);
  return Object.fromEntries(rows.map(({ name, links }) => [name, links]));
}
