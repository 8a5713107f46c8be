import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { audiences } from "#lib/inbox/mine.ts";

/** What streams have to know of a person. */
export interface LoadedPerson {
  personId: number;
  role: "admin" | "member";
  sessionVersion: number;
  /** Of their inbox. */
  version: number;
  audiences: string[];
  /** What they see of a feed is above `low`. */
  feeds: { id: number; audience: string; head: number; low: number }[];
}

/** People with their feeds, all as of one moment. Who is unknown or disabled is left out. */
export async function loadPeople(db: Db, personIds: readonly number[]): Promise<Map<number, LoadedPerson>> {
  const rows = await db.execute<LoadedPerson & Record<string, unknown>>(sql`
    select p.id as "personId", p.role, p.session_version as "sessionVersion", p.inbox_version as version, a.audiences, f.feeds
    from person p
    cross join lateral (select array_agg(audience) as audiences from (${audiences}) as a) as a
    cross join lateral (
      select coalesce(json_agg(json_build_object('id', f.id, 'audience', f.audience, 'head', f.head, 'low', greatest(f.floor, c.cleared))), '[]') as feeds
      from feed f left join cursor c on c.person_id = p.id and c.feed_id = f.id
      where f.audience = any(a.audiences)
    ) as f
    where p.id = any(${sql.param(personIds)}::bigint[]) and p.disabled_at is null`);
  return new Map(rows.map((row) => [row.personId, row]));
}

/** What tells that a person's inbox or rights have changed. */
export interface Versions {
  personId: number;
  version: number;
  sessionVersion: number;
  /** How many audiences they belong to: one that has ended changes no version. */
  audiences: number;
}

/** Who is unknown or disabled is left out. */
export async function loadVersions(db: Db, personIds: readonly number[]): Promise<Map<number, Versions>> {
  const rows = await db.execute<Versions & Record<string, unknown>>(sql`
    select id as "personId", inbox_version as version, session_version as "sessionVersion", (select count(*) from (${audiences}) as a) as audiences
    from person p where id = any(${sql.param(personIds)}::bigint[]) and disabled_at is null`);
  return new Map(rows.map((row) => [row.personId, row]));
}
