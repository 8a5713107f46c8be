import { createHash, randomUUID } from "node:crypto";
import { and, eq, getTableName, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { foreignKeyViolation, refusalOf } from "#db/refusal.ts";
import { inlet, inletCall } from "#db/schema/index.ts";
import { transaction } from "#lib/bus/committed.ts";
import type { Actor, SystemCtx } from "#lib/ctx.ts";
import { badFields, BelfryError } from "#lib/errors.ts";
import { publish } from "#lib/inbox/publish.ts";
import { publishInput, type NewNotification } from "#lib/inbox/schema.ts";
import type { Permits } from "#lib/limits/permits.ts";
import type { Delivery } from "./delivery.ts";
import { kinds } from "./kinds/index.ts";
import { isProven, type Shown } from "./proof.ts";
import type { Fate } from "./schema.ts";

/** What becomes of a delivery. */
export type Received = { ids: number[] } | { ignored: string };

/** A delivery as it came. */
export interface Sent extends Shown {
  id: number;
  /** @throws BelfryError `bad-input` for a body that is no JSON */
  json: () => unknown;
}

/** Of each inlet. */
const callsAMinute = 1200;
/** So long a delivery is known again by the id that its vendor gave it; one without, by all that it says. */
const rememberedHours = { byId: 24, byBody: 1 / 6 };
const longestReason = 1000;

/**
 * Takes a delivery: whoever sent it shows that they have the secret, it is translated, and what comes of it is published to the
 * inlet's origin, all or nothing. The same delivery again gives what it gave before. What can't be understood, and that
 * somebody came without the secret, is kept among the calls.
 * @throws BelfryError `not-found` for an inlet that is none, `unauthenticated` without its secret, `too-many`, and `bad-input`
 *   for what is not understood
 */
export async function receive(ctx: ReceivingCtx, sent: Sent): Promise<Received> {
  const [found] = await ctx.db.select().from(inlet).where(eq(inlet.id, sent.id));
  if (!found) throw noInlet();
  return receiveAt(ctx, found, sent).catch((error: unknown) => {
    // Deleted since: what is kept of a call hangs on its inlet.
    const refusal = refusalOf(error);
    const isGone = refusal?.code === foreignKeyViolation && refusal.table_name === getTableName(inletCall);
    throw isGone ? noInlet() : error;
  });
}

type ReceivingCtx = SystemCtx & { authSecret: string; permits: Permits };

const noInlet = () => new BelfryError("not-found", "There is no such inlet.");

async function receiveAt(ctx: ReceivingCtx, found: typeof inlet.$inferSelect, sent: Sent): Promise<Received> {
  const kind = kinds[found.kind];
  if (!isProven(kind, sent, found, ctx.authSecret)) {
    await keepUnproven(ctx.db, found.id, wrongProof[kind.proof]);
    throw new BelfryError("unauthenticated", wrongProof[kind.proof]);
  }
  await ctx.permits.take({ key: `requests:inlet:${found.id}`, most: callsAMinute, windowS: 60 }, "calls of this inlet");
  let event: string | null = null;
  try {
    const delivery: Delivery = { header: sent.header, json: sent.json() };
    const { translated, id } = understood(ctx, () => {
      event = kind.eventOf?.(delivery)?.slice(0, 200) ?? null;
      return { translated: kind.translate(delivery, found.map), id: kind.idOf?.(delivery) };
    });
    const call: NewCall = {
      inletId: found.id,
      key: hashOf(id ?? sent.bytes, id === undefined ? "body" : "id"),
      hours: id === undefined ? rememberedHours.byBody : rememberedHours.byId,
      event,
    };
    if ("ignored" in translated) return await once(ctx.db, call, async () => ({ ignored: translated.ignored }));
    const bodies = checked(translated.drafts.map((draft) => ({ ...draft, origin: found.origin })));
    const actor = ownActor(found);
    return await once(ctx.db, call, async (tx) => ({ ids: await publish({ ...ctx, db: tx, actor }, bodies) }));
  } catch (error) {
    if (!(error instanceof BelfryError) || !["bad-input", "forbidden"].includes(error.code)) throw error;
    const reason = error.message.slice(0, longestReason);
    await ctx.db
      .insert(inletCall)
      .values({ inletId: found.id, key: randomUUID(), event, fate: "refused", reason, ids: [] });
    throw new BelfryError("bad-input", reason, { cause: error, errors: error.errors });
  }
}

/** A fault of a translation's own is logged, and to its sender it is something that is not understood: no vendor is told 5xx for what it sends. */
function understood<T>({ log }: SystemCtx, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BelfryError) throw error;
    log.error({ err: error }, "a delivery could not be translated");
    throw new BelfryError("bad-input", "It can't be read; the server's log says more.", { cause: error });
  }
}

const wrongProof = {
  signature: "X-Hub-Signature-256 is not the signature of this body with the inlet's secret.",
  "gitlab-token": "X-Gitlab-Token is not the inlet's secret.",
  bearer: "Send the inlet's secret as Authorization: Bearer, or as ?token= in the address.",
};

/** Who publishes for an inlet: nobody's account, with the one right that it has. */
const ownActor = ({ id, origin }: { id: number; origin: string }): Actor => ({
  personId: 0,
  username: `inlet ${id}`,
  provider: "local",
  role: "admin",
  scopes: [`publish:${origin}`],
  via: "token",
});

/** @throws BelfryError `bad-input` that names the fields */
function checked(drafts: unknown[]): NewNotification[] {
  const parsed = publishInput.safeParse(drafts);
  if (parsed.success) return [parsed.data].flat();
  throw badFields(parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
}

const hashOf = (what: string | Uint8Array, by: string) =>
  createHash("sha256").update(`${by} `).update(what).digest("base64url");

interface NewCall {
  inletId: number;
  key: string;
  /** How long it is known again. */
  hours: number;
  event: string | null;
}

/**
 * Does the work once for a delivery, in the transaction that keeps the call: a twin that comes meanwhile waits at the unique
 * key, and after a crash neither trace remains.
 */
async function once(db: Db, { hours, ...call }: NewCall, work: (tx: Db) => Promise<Received>): Promise<Received> {
  return transaction(db, async (tx) => {
    const same = and(eq(inletCall.inletId, call.inletId), eq(inletCall.key, call.key));
    await tx.delete(inletCall).where(and(same, sql`${inletCall.at} < now() - ${hours} * interval '1 hour'`));
    const [first] = await tx
      .insert(inletCall)
      .values({ ...call, fate: "ignored", ids: [] })
      .onConflictDoNothing({ target: [inletCall.inletId, inletCall.key] })
      .returning({ id: inletCall.id });
    if (!first) {
      const [earlier] = await tx.select().from(inletCall).where(same);
      return earlier?.fate === "published" ? { ids: earlier.ids } : { ignored: earlier?.reason ?? "" };
    }
    const received = await work(tx);
    const fate: Fate = "ids" in received ? "published" : "ignored";
    await tx
      .update(inletCall)
      .set({ fate, ...("ids" in received ? { ids: received.ids } : { reason: received.ignored }) })
      .where(eq(inletCall.id, first.id));
    return received;
  });
}

/** One line of the calls for all that come without the secret: strangers push none of the others out. */
async function keepUnproven(db: Db, inletId: number, reason: string): Promise<void> {
  await db
    .insert(inletCall)
    .values({ inletId, key: "without the secret", fate: "refused", reason, ids: [] })
    .onConflictDoUpdate({
      target: [inletCall.inletId, inletCall.key],
      set: { at: sql`now()` },
      setWhere: sql`${inletCall.at} < now() - interval '5 seconds'`,
    });
}
