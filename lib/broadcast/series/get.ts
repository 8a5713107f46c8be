import { asc, eq } from "drizzle-orm";
import { broadcast, series } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import type { SeriesDocument } from "../document.ts";

/** A series and its broadcasts, the first one first; what retention has taken is gone from it. @throws BelfryError `not-found` */
export async function getSeries({ db }: Pick<Ctx, "db">, { id }: { id: number }): Promise<SeriesDocument> {
  const [found] = await db.select().from(series).where(eq(series.id, id));
  if (!found) throw new BelfryError("not-found", `There is no series ${id}.`);
  const rows = await db
    .select({ id: broadcast.id, state: broadcast.state, message: broadcast.message, sendAt: broadcast.sendAt })
    .from(broadcast)
    .where(eq(broadcast.seriesId, id))
    .orderBy(asc(broadcast.sendAt), asc(broadcast.id));
  return {
    id,
    kind: found.kind,
    message: found.message,
    broadcasts: rows.map(({ sendAt, ...one }) => ({ ...one, sendAtISO: sendAt?.toISOString() ?? null })),
  };
}
