import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { requireOrigin } from "./origin.ts";

export interface Member {
  username: string;
  provider: string;
  /** Who says so: an admin, a hub's group of that name, or both. */
  sources: ("admin" | "hub")[];
  since: Date;
}

/** The people of an origin, by name. @throws BelfryError `not-found` when nobody registered it */
export async function listMembers({ db }: Pick<Ctx, "db">, { origin }: { origin: string }): Promise<Member[]> {
  await requireOrigin(db, origin);
  const rows = await db.execute<{ username: string; provider: string; sources: Member["sources"]; since: string }>(sql`
    select p.username, p.provider, array_agg(m.source order by m.source) as sources, min(m.created_at) as since
    from membership m join person p on p.id = m.person_id where m.origin = ${origin} group by p.id order by p.username`);
  return rows.map(({ username, provider, sources, since }) => ({ username, provider, sources, since: new Date(since) }));
}
