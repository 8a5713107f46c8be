import { randomBytes } from "node:crypto";
import { count, eq } from "drizzle-orm";
import { inlet } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { hashToken } from "#lib/hash-token.ts";
import { holdOrigin } from "#lib/origins/origin.ts";
import { seal } from "#lib/seal.ts";
import { inletColumns, requireKeeper, sealedFor, type Inlet } from "./inlet.ts";
import { kinds } from "./kinds/index.ts";
import type { InletInput } from "./schema.ts";

/** Of one origin. */
const most = 100;

/**
 * Makes an inlet of an origin.
 * @returns it along with its secret, 256 random bits, which nobody sees again
 * @throws BelfryError `not-found` as `requireKeeper`, `conflict` for one more than an origin may have
 */
export async function makeInlet(
  ctx: Pick<Ctx, "db" | "actor"> & { authSecret: string },
  { origin, kind, name = kind, map }: InletInput & { origin: string },
): Promise<Inlet & { secret: string }> {
  await requireKeeper(ctx, origin);
  const secret = randomBytes(32).toString("base64url");
  const made = await ctx.db.transaction(async (tx) => {
    await holdOrigin(tx, origin);
    const [held] = await tx.select({ count: count() }).from(inlet).where(eq(inlet.origin, origin));
    if ((held?.count ?? 0) >= most)
      throw new BelfryError(
        "conflict",
        `${origin} has ${most} inlets, which is the most there can be. Delete one first.`,
      );
    // A signature is computed with the secret itself; anything else is compared by its hash.
    const kept =
      kinds[kind].proof === "signature"
        ? { secretSealed: seal(ctx.authSecret, sealedFor, secret) }
        : { secretHash: hashToken(secret) };
    const [row] = await tx
      .insert(inlet)
      .values({ origin, kind, name, map: map ?? null, createdBy: ctx.actor.username, ...kept })
      .returning(inletColumns);
    if (!row) throw new Error("an inlet was not inserted");
    await note(tx, ctx.actor, { act: "inlet.make", subject: name, detail: { id: row.id, origin, kind } });
    return row;
  });
  return { ...made, secret };
}
