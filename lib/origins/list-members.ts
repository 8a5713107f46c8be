import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { requireOrigin } from "./origin.ts";
import { cutToPage, onPage, type Page } from "#db/page.ts";

export interface Member {
  username: string;
  provider: string;
  /** Who says so: an admin, a group of that name by their provider, or both. */
  sources: ("admin" | "hub" | "oidc")[];
  since: Date;
}

/**
 * The people of an origin, by name: a part of them, at most 1,000. The names are picked first, so that of a million
 * members only those of the part are looked at closely.
 * @throws BelfryError `not-found` when nobody registered the origin
 */
export async function listMembers(
  { db }: Pick<Ctx, "db">,
  { origin, ...part }: Page & { origin: string },
): Promise<Member[]> {
  await requireOrigin(db, origin);
  const rows = await db.execute<{ username: string; provider: string; sources: Member["sources"]; since: string }>(sql`
    with part as materialized (
      select p.id, p.username, p.provider from person p
      where ${onPage(sql`p.username`, part)} and exists (select from membership m where m.person_id = p.id and m.origin = ${origin})
      order by p.username ${cutToPage(part)}
    )
    select username, provider, array_agg(m.source order by m.source) as sources, min(m.created_at) as since
    from part p join membership m on m.person_id = p.id and m.origin = ${origin} group by p.id, username, provider order by username`);
  return rows.map(({ username, provider, sources, since }) => ({
    username,
    provider,
    sources,
    since: new Date(since),
  }));
}

/** How many members have a name with `find` in it. */
export async function countMembers(
  { db }: Pick<Ctx, "db">,
  { origin, find }: { origin: string; find: string },
): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(distinct p.id) as count from membership m join person p on p.id = m.person_id
    where m.origin = ${origin} and ${onPage(sql`p.username`, { find })}`);
  return row?.count ?? 0;
}
