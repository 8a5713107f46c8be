import { randomBytes } from "node:crypto";
import { and, count, eq, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { outlet, person } from "#db/schema/index.ts";
import { note } from "#lib/audit/note.ts";
import type { Ctx } from "#lib/ctx.ts";
import { badFields, BelfryError } from "#lib/errors.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import { holdOrigin } from "#lib/origins/origin.ts";
import { seal } from "#lib/seal.ts";
import { usualDigestAt } from "./digest.ts";
import { feedsOf } from "./feeds-of.ts";
import { ask, requireMail, takeAsk, type AskCtx } from "./mail/ask.ts";
import { opened } from "./opened.ts";
import { belongingTo, outletColumns, sealedFor, type Whose } from "./outlet.ts";
import { endpointOf } from "./push/push.ts";
import { requireReachable, type Reach } from "./reach.ts";
import type { Outlet, OutletInput } from "./schema.ts";

const most = 20;

export type MakeCtx = Pick<Ctx, "db" | "actor" | "log"> & AskCtx & { reach: Reach; hub: HubClient | undefined };

/**
 * Makes an outlet of the actor's, which follows their inbox from here on, or one of an origin's, which follows what that tells its members. An address of mails is asked by one whether it wants them;
 * until it says so, what arrives waits.
 * @returns it along with the secret that it signs with, if it does, which nobody sees again
 * @throws BelfryError `bad-input` for an address that may not be reached, `off` for mails without a server for them, `too-many`
 *   addresses asked, `conflict` for one more than a person or an origin may have, `not-found` when nobody registered the origin
 */
export async function makeOutlet(
  ctx: MakeCtx,
  { origin, ...input }: OutletInput & Whose,
): Promise<Outlet & { secret?: string }> {
  const { kind, origins = null, least = null, types = null, byOrigin = null, quiet = null } = input;
  const filters = { origins, least, types, byOrigin, quiet };
  const to = await placeOf(ctx, input);
  const { db, actor, authSecret } = ctx;
  const made = await db.transaction(async (tx) => {
    // One after the other, or a crowd would all find room.
    await tx.select({ id: person.id }).from(person).where(eq(person.id, actor.personId)).for("no key update");
    if (origin !== undefined) await holdOrigin(tx, origin);
    const [held] = await tx.select({ count: count() }).from(outlet).where(belongingTo(ctx, { origin }));
    if ((held?.count ?? 0) >= most)
      throw new BelfryError(
        "conflict",
        `${origin === undefined ? "You have" : `${origin} has`} ${most} outlets, which is the most there can be. Delete one first.`,
      );
    if (kind === "lab") await requireFirst(tx, actor.personId);
    if (kind === "push") await requireNew(tx, ctx, input.subscription.endpoint);
    const [row] = await tx
      .insert(outlet)
      .values({
        personId: actor.personId,
        origin: origin ?? null,
        kind,
        host: to.host,
        urlSealed: seal(authSecret, sealedFor, to.url),
        secretSealed: to.secret === undefined ? null : seal(authSecret, sealedFor, to.secret),
        ...to.columns,
        ...filters,
      })
      .returning(outletColumns);
    if (!row) throw new Error("an outlet was not inserted");
    await tx.execute(sql`
      insert into outlet_cursor (outlet_id, feed_id, seq) select ${row.id}, m.id, m.head from (${feedsOf({ personId: actor.personId, origin: origin ?? null })}) as m`);
    const detail = { id: row.id, kind, ...(origin !== undefined && { origin }) };
    await note(tx, actor, { act: "outlet.make", subject: to.host, detail });
    return row;
  });
  if (kind === "email") {
    const asked = await ask(ctx, { id: made.id, to: to.url, username: actor.username });
    // It is there, and a test asks again.
    if (!asked.ok) ctx.log.warn({ outlet: made.id, reason: asked.reason }, "an address could not be asked to confirm");
  }
  return { ...made, ...(to.secret !== undefined && { secret: to.secret }) };
}

/** Where an outlet leads, and what of that is its kind's own. */
interface Place {
  /** What its owner knows it by. */
  host: string;
  url: string;
  secret?: string;
  columns: Partial<typeof outlet.$inferInsert>;
}

async function placeOf(ctx: MakeCtx, input: OutletInput): Promise<Place> {
  switch (input.kind) {
    case "webhook": {
      const { url, name, shape = null } = input;
      await requireReachable(ctx.reach, url);
      const secret = `whsec_${randomBytes(32).toString("base64")}`;
      return { host: name ?? new URL(url).host, url, secret, columns: { shape } };
    }
    case "email": {
      requireMail(ctx.mail);
      await takeAsk(ctx, ctx.actor.personId);
      const { to, digest = "now", digestAt = usualDigestAt } = input;
      return { host: to, url: to, columns: { confirmed: false, digest: digest === "now" ? null : digest, digestAt } };
    }
    case "push": {
      const { subscription, name } = input;
      const { endpoint } = subscription;
      await requireReachable(ctx.reach, endpoint, "subscription.endpoint");
      return { host: name ?? new URL(endpoint).host, url: JSON.stringify(subscription), columns: {} };
    }
    case "lab": {
      const { provider, username } = ctx.actor;
      if (!ctx.hub) throw new BelfryError("off", "Toasts in labs are off: no JupyterHub is configured.");
      if (provider !== "jupyterhub")
        throw badFields([{ path: "kind", message: "lab is for accounts of the hub alone: yours has no labs" }]);
      return { host: `labs of ${username}`, url: "", columns: {} };
    }
  }
}

/** Two would each show what both let through. @throws BelfryError `conflict` */
async function requireFirst(tx: Db, personId: number): Promise<void> {
  const [other] = await tx
    .select({ id: outlet.id })
    .from(outlet)
    .where(and(eq(outlet.personId, personId), eq(outlet.kind, "lab")));
  if (other) throw new BelfryError("conflict", "Your labs are told already. Change that outlet instead.");
}

/** A browser gives one address however often it subscribes. @throws BelfryError `conflict` */
async function requireNew(tx: Db, { actor, authSecret }: MakeCtx, endpoint: string): Promise<void> {
  const others = await tx
    .select({ urlSealed: outlet.urlSealed })
    .from(outlet)
    .where(and(eq(outlet.personId, actor.personId), eq(outlet.kind, "push")));
  const known = others.map(({ urlSealed }) => opened(authSecret, { urlSealed, secretSealed: null })?.url);
  if (known.some((url) => url !== undefined && endpointOf(url) === endpoint))
    throw new BelfryError("conflict", "This browser is told already. Change that outlet instead.");
}
