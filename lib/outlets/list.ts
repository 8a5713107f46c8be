import { asc, eq } from "drizzle-orm";
import { outlet } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { outletColumns, type Outlet } from "./outlet.ts";

/** The actor's outlets, the oldest first. */
export async function listOutlets({ db, actor }: Pick<Ctx, "db" | "actor">): Promise<Outlet[]> {
  return db.select(outletColumns).from(outlet).where(eq(outlet.personId, actor.personId)).orderBy(asc(outlet.id));
}
