import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { idempotency } from "#db/schema/index.ts";
import { transaction } from "#lib/bus/committed.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";

/** What makes two requests the same one: who, where, and the key they sent; `request` is what they asked for. */
export interface Repeatable {
  route: string;
  key: string | undefined;
  request: unknown;
}

/** What work gave, now or the first time. */
export interface Done<T> {
  result: T;
  /** Whether it was done before, and nothing now. */
  replayed: boolean;
}

/**
 * What a repeated request gave the first time; nothing for a key that is new, or whose first request is not done yet. For
 * work that costs something before {@link once} can begin.
 * @throws BelfryError `conflict` as there
 */
export async function earlierResult<T>(ctx: Pick<Ctx, "db" | "actor">, asked: Repeatable): Promise<T | undefined> {
  if (asked.key === undefined) return undefined;
  const [earlier] = await ctx.db
    .select()
    .from(idempotency)
    .where(and(sameKey(ctx, asked), sql`not ${expired}`));
  return earlier && (resultOf(earlier, asked) as T);
}

/**
 * Does the work once for each key within 24 hours; a repeated request gets the first one's result. Both happen in one
 * transaction: a twin that comes meanwhile waits at the unique key, and after a crash neither trace remains.
 * @throws BelfryError `conflict` when the key came before with another request
 */
export async function once<T>(
  ctx: Pick<Ctx, "db" | "actor">,
  asked: Repeatable,
  work: (tx: Db) => Promise<T>,
): Promise<Done<T>> {
  const { route, key } = asked;
  return transaction(ctx.db, async (tx) => {
    if (key === undefined) return { result: await work(tx), replayed: false };
    const requestHash = hashOf(asked);
    const [first] = await tx
      .insert(idempotency)
      .values({ personId: ctx.actor.personId, route, key, requestHash })
      .onConflictDoUpdate({
        target: [idempotency.personId, idempotency.route, idempotency.key],
        set: { requestHash, result: null, createdAt: sql`now()` },
        setWhere: expired,
      })
      .returning({ key: idempotency.key });
    if (!first) {
      const [earlier] = await tx.select().from(idempotency).where(sameKey(ctx, asked));
      return { result: resultOf(earlier, asked) as T, replayed: true };
    }
    const result = await work(tx);
    await tx.update(idempotency).set({ result }).where(sameKey(ctx, asked));
    return { result, replayed: false };
  });
}

const expired = sql`${idempotency.createdAt} < now() - interval '24 hours'`;

const hashOf = ({ request }: Repeatable) => createHash("sha256").update(JSON.stringify(request)).digest("base64url");

const sameKey = ({ actor }: Pick<Ctx, "actor">, { route, key = "" }: Repeatable) =>
  and(eq(idempotency.personId, actor.personId), eq(idempotency.route, route), eq(idempotency.key, key));

function resultOf(earlier: { requestHash: string; result: unknown } | undefined, asked: Repeatable): unknown {
  if (earlier?.requestHash !== hashOf(asked))
    throw new BelfryError("conflict", "This Idempotency-Key came before with another request.");
  return earlier.result;
}
