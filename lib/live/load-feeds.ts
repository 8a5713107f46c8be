import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";

export interface LoadedFeed {
  id: number;
  audience: string;
  head: number;
}

/** The feeds of some audiences. */
export async function feedsOfAudiences(db: Db, audiences: readonly string[]): Promise<LoadedFeed[]> {
  return db.execute<LoadedFeed & Record<string, unknown>>(sql`
    select id, audience, head from feed where audience = any(${sql.param(audiences)}::text[])`);
}

/** Feeds by their numbers. */
export async function feedsByIds(db: Db, ids: readonly number[]): Promise<LoadedFeed[]> {
  return db.execute<LoadedFeed & Record<string, unknown>>(sql`
    select id, audience, head from feed where id = any(${sql.param(ids)}::bigint[])`);
}
