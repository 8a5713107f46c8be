import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { readOrigins, type Origin } from "./origin.ts";
import { cutToPage, onPage, type Page } from "#db/page.ts";

/** Registered origins, by name: a part of them, at most 1,000. */
export function listOrigins({ db }: Pick<Ctx, "db">, part: Page = {}): Promise<Origin[]> {
  return readOrigins(db, sql`where ${onPage(sql`name`, part)} order by name ${cutToPage(part)}`);
}

/** How many have such a name. */
export async function countOrigins({ db }: Pick<Ctx, "db">, { find }: { find: string }): Promise<number> {
  const [row] = await db.execute<{ count: number }>(
    sql`select count(*) as count from origin where ${onPage(sql`name`, { find })}`,
  );
  return row?.count ?? 0;
}
