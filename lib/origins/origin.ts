import { sql, type SQL } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { BelfryError } from "#lib/errors.ts";
import type { Links } from "./links.ts";

/** A registered origin. */
export interface Origin {
  origin: string;
  /** How many people belong to it. */
  members: number;
  createdAt: Date;
  links: Links;
}

/** Registered origins. @param which the conditions and the order */
export async function readOrigins(db: Db, which: SQL): Promise<Origin[]> {
  const rows = await db.execute<{ name: string; members: number; created_at: string; links: Links }>(sql`
    select name, created_at, links, (select count(distinct person_id) from membership m where m.origin = o.name) as members
    from (select name, created_at, links from origin ${which}) as o order by name`);
  return rows.map((row) => ({
    origin: row.name,
    members: row.members,
    createdAt: new Date(row.created_at),
    links: row.links,
  }));
}

/** @throws BelfryError `not-found` when nobody registered the origin */
export async function requireOrigin(db: Db, name: string): Promise<void> {
  const found = await db.execute(sql`select from origin where name = ${name}`);
  if (found.length === 0) throw noSuchOrigin(name);
}

/** As {@link requireOrigin}; until the transaction ends nobody can delete it. */
export async function holdOrigin(tx: Db, name: string): Promise<void> {
  const held = await tx.execute(sql`select from origin where name = ${name} for key share`);
  if (held.length === 0) throw noSuchOrigin(name);
}

export const noSuchOrigin = (name: string) => new BelfryError("not-found", `Nobody registered the origin ${name}.`);
