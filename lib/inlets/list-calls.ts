import { and, desc, eq } from "drizzle-orm";
import { inlet, inletCall } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { noSuchInlet, requireKeeper } from "./inlet.ts";
import type { Fate } from "./schema.ts";

/** What came to an inlet, and what became of it. */
export interface Call {
  id: number;
  at: Date;
  /** In the vendor's words. */
  event: string | null;
  fate: Fate;
  /** Why it was ignored or refused. */
  reason: string | null;
  /** Of what was published. */
  ids: number[];
}

/** So many are told. */
const most = 50;

/**
 * The last 50 calls of an inlet, newest first.
 * @throws BelfryError `not-found` as `requireKeeper`, and for one that the origin has not
 */
export async function listCalls(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { origin, id, limit = most }: { origin: string; id: number; limit?: number },
): Promise<Call[]> {
  await requireKeeper({ db, actor }, origin);
  const [found] = await db
    .select({ id: inlet.id })
    .from(inlet)
    .where(and(eq(inlet.id, id), eq(inlet.origin, origin)));
  if (!found) throw noSuchInlet(origin);
  const { at, event, fate, reason, ids } = inletCall;
  return db
    .select({ id: inletCall.id, at, event, fate, reason, ids })
    .from(inletCall)
    .where(eq(inletCall.inletId, id))
    .orderBy(desc(at), desc(inletCall.id))
    .limit(limit);
}
