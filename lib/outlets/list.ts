import { asc } from "drizzle-orm";
import { outlet } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { requireOrigin } from "#lib/origins/origin.ts";
import { belongingTo, outletColumns, type Whose } from "./outlet.ts";
import type { Outlet } from "./schema.ts";

/** The actor's outlets or an origin's, the oldest first. @throws BelfryError `not-found` when nobody registered the origin */
export async function listOutlets(ctx: Pick<Ctx, "db" | "actor">, whose: Whose = {}): Promise<Outlet[]> {
  if (whose.origin !== undefined) await requireOrigin(ctx.db, whose.origin);
  return ctx.db.select(outletColumns).from(outlet).where(belongingTo(ctx, whose)).orderBy(asc(outlet.id));
}
