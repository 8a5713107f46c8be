import { asc, eq } from "drizzle-orm";
import { inlet } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { inletColumns, requireKeeper, type Inlet } from "./inlet.ts";

/** An origin's inlets, the oldest first. @throws BelfryError `not-found` as `requireKeeper` */
export async function listInlets(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { origin }: { origin: string },
): Promise<Inlet[]> {
  await requireKeeper({ db, actor }, origin);
  return db.select(inletColumns).from(inlet).where(eq(inlet.origin, origin)).orderBy(asc(inlet.id));
}
