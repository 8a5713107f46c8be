import { inlet } from "#db/schema/index.ts";
import { can, type Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { listMyOrigins } from "#lib/origins/list-mine.ts";
import { requireOrigin } from "#lib/origins/origin.ts";
import type { InletKind, InletMap } from "./schema.ts";

/** An inlet as those who look after its origin see it: everything but the secret. */
export interface Inlet {
  id: number;
  kind: InletKind;
  name: string;
  map: InletMap | null;
  createdBy: string;
  createdAt: Date;
}

/** What a secret is sealed for. */
export const sealedFor = "belfry inlets";

/** The columns of {@link Inlet}. */
export const inletColumns = {
  id: inlet.id,
  kind: inlet.kind,
  name: inlet.name,
  map: inlet.map,
  createdBy: inlet.createdBy,
  createdAt: inlet.createdAt,
};

/**
 * Inlets are looked after by admins, and by whoever may publish to the origin by a token and belongs to it.
 * @throws BelfryError `not-found` for an origin that nobody registered; whoever may not is told the same
 */
export async function requireKeeper({ db, actor }: Pick<Ctx, "db" | "actor">, origin: string): Promise<void> {
  const mayAlways = actor.scopes.includes("admin") || (actor.role === "admin" && can(actor, `publish:${origin}`));
  const theirs = async () =>
    can(actor, `publish:${origin}`) &&
    (await listMyOrigins({ db, actor })).some((mine) => mine.member && mine.origin === origin);
  if (!mayAlways && !(await theirs()))
    throw new BelfryError("not-found", `Nobody registered the origin ${origin}, or it is not yours.`);
  await requireOrigin(db, origin);
}

export const noSuchInlet = (origin: string) => new BelfryError("not-found", `The origin ${origin} has no such inlet.`);
