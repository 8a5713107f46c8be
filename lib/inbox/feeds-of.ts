import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";

/** Where a feed stands. */
export interface StandingFeed {
  id: number;
  audience: string;
  origin: string;
  head: number;
  floor: number;
}

/** The feeds of some audiences. */
export async function feedsOf(db: Db, audiences: readonly string[]): Promise<StandingFeed[]> {
  return db.execute<StandingFeed & Record<string, unknown>>(sql`
    select id, audience, origin, head, floor from feed where audience = any(${sql.param(audiences)}::text[])`);
}
