import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { noSuchOrigin, readOrigins, type Origin } from "./origin.ts";

/** @throws BelfryError `not-found` when nobody registered it */
export async function getOrigin({ db }: Pick<Ctx, "db">, { name }: { name: string }): Promise<Origin> {
  const [found] = await readOrigins(db, sql`where name = ${name}`);
  if (!found) throw noSuchOrigin(name);
  return found;
}
