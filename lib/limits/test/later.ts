import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";

/** Makes all that was counted so far lie so many seconds further back. */
export async function later({ db }: Pick<Database, "db">, seconds: number): Promise<void> {
  await db.execute(
    sql`update quota set at = array(select u - ${seconds}::float8 from unnest(at) with ordinality as a(u, n) order by n)`,
  );
}
