import { and, eq, isNull, type SQL } from "drizzle-orm";
import { outlet } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";

/** The columns of an `Outlet`. */
export const outletColumns = {
  id: outlet.id,
  kind: outlet.kind,
  host: outlet.host,
  shape: outlet.shape,
  origins: outlet.origins,
  least: outlet.least,
  types: outlet.types,
  byOrigin: outlet.byOrigin,
  quiet: outlet.quiet,
  digest: outlet.digest,
  digestAt: outlet.digestAt,
  confirmed: outlet.confirmed,
  sent: outlet.sent,
  lastSentAt: outlet.lastSentAt,
  failures: outlet.failures,
  reason: outlet.reason,
  nextTryAt: outlet.nextTryAt,
  calls: outlet.calls,
  restingSince: outlet.restingSince,
  createdAt: outlet.createdAt,
};

/** What an outlet's address and secret are sealed for. */
export const sealedFor = "belfry outlets";

/** Whose outlets are meant: the actor's own, or an origin's, of which the caller has made sure that they may look after it. */
export interface Whose {
  origin?: string | undefined;
}

/** A condition on outlets: they are the actor's own, or the origin's. */
export const belongingTo = ({ actor }: Pick<Ctx, "actor">, { origin }: Whose): SQL | undefined =>
  origin === undefined ? and(eq(outlet.personId, actor.personId), isNull(outlet.origin)) : eq(outlet.origin, origin);

export const noSuchOutlet = ({ origin }: Whose) =>
  new BelfryError(
    "not-found",
    origin === undefined ? "You have no such outlet." : `The origin ${origin} has no such outlet.`,
  );
