import { sql } from "drizzle-orm";
import { cutToPage, onPage, type Page } from "#db/page.ts";
import type { Ctx } from "#lib/ctx.ts";
import { requireOrigin } from "./origin.ts";

export interface Awaited {
  username: string;
  since: Date;
}

/**
 * Who becomes a member with their first sign-in, by name: a part of them, at most 1,000.
 * @throws BelfryError `not-found` when nobody registered the origin
 */
export async function listAwaited(
  { db }: Pick<Ctx, "db">,
  { origin, ...part }: Page & { origin: string },
): Promise<Awaited[]> {
  await requireOrigin(db, origin);
  const rows = await db.execute<{ username: string; since: string }>(sql`
    select username, created_at as since from awaited_member
    where origin = ${origin} and ${onPage(sql`username`, part)} order by username ${cutToPage(part)}`);
  return rows.map(({ username, since }) => ({ username, since: new Date(since) }));
}
