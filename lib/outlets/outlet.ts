import { and, eq, isNull, type SQL } from "drizzle-orm";
import { outlet } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import type { Category } from "#lib/inbox/schema.ts";
import type { ByOrigin, Digest, DigestAt, OutletCall, OutletKind, OutletShape, Quiet } from "./schema.ts";

/** An outlet as its owner sees it: neither the secret nor the whole address, which is often one too. */
export interface Outlet {
  id: number;
  kind: OutletKind;
  /** Where it is sent: the address of mails, what its owner named it, or the host of a webhook. */
  host: string;
  shape: OutletShape | null;
  origins: string[] | null;
  least: Category | null;
  types: string[] | null;
  byOrigin: ByOrigin | null;
  quiet: Quiet | null;
  /** Null: at once. */
  digest: Digest | null;
  digestAt: DigestAt | null;
  /** False while nobody who reads there has said that they want it: nothing is sent. */
  confirmed: boolean;
  /** How many notifications were taken. */
  sent: number;
  lastSentAt: Date | null;
  /** How often it failed in a row, why the last time, and when it is tried again. */
  failures: number;
  reason: string | null;
  nextTryAt: Date | null;
  /** The last ten, newest first. */
  calls: OutletCall[];
  /** Since when nothing is sent, after a day of failures or at its owner's wish. */
  restingSince: Date | null;
  createdAt: Date;
}

/** The columns of {@link Outlet}. */
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
