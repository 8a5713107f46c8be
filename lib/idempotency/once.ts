import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { idempotency } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";

/** What makes two requests the same one: who, where, and the key they sent; `request` is what they asked for. */
export interface Repeatable {
  route: string;
  key: string | undefined;
  request: unknown;
}

/**
 * Does the work once for each key within 24 hours; a repeated request gets the first one's result. Both happen in one
 * transaction: a twin that comes meanwhile waits at the unique key, and after a crash neither trace remains.
 * @throws BelfryError `conflict` when the key came before with another request
 */
export async function once<T>(
  ctx: Pick<Ctx, "db" | "actor">,
  { route, key, request }: Repeatable,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  return ctx.db.transaction(async (tx) => {
    if (key === undefined) return work(tx);
    const personId = ctx.actor.personId;
    const requestHash = createHash("sha256").update(JSON.stringify(request)).digest("base64url");
    const mine = and(eq(idempotency.personId, personId), eq(idempotency.route, route), eq(idempotency.key, key));
    const [first] = await tx
      .insert(idempotency)
      .values({ personId, route, key, requestHash })
      .onConflictDoUpdate({
        target: [idempotency.personId, idempotency.route, idempotency.key],
        set: { requestHash, result: null, createdAt: sql`now()` },
        setWhere: sql`${idempotency.createdAt} < now() - interval '24 hours'`,
      })
      .returning({ key: idempotency.key });
    if (!first) {
      const [earlier] = await tx.select().from(idempotency).where(mine);
      if (earlier?.requestHash !== requestHash) throw new BelfryError("conflict", "This Idempotency-Key came before with another request.");
      return earlier.result as T;
    }
    const result = await work(tx);
    await tx.update(idempotency).set({ result }).where(mine);
    return result;
  });
}
