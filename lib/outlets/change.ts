import { and, eq, sql } from "drizzle-orm";
import { outlet } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { badFields } from "#lib/errors.ts";
import { belongingTo, noSuchOutlet, type Whose } from "./outlet.ts";
import { byOrigin as checked, type OutletChange } from "./schema.ts";

/**
 * Changes one of the actor's outlets, or of an origin's. One that rests and shall no longer is tried at the next look, from where it stopped.
 * @throws BelfryError `not-found` when there is no such outlet, `bad-input` for one more origin than it may name, and for
 *   the name of one that is known by where it goes
 */
export async function changeOutlet(
  ctx: Pick<Ctx, "db" | "actor">,
  { id, origin, name, resting, digest, byOrigin, ...change }: OutletChange & Whose & { id: number },
): Promise<void> {
  const rest = { failures: 0, failingSince: null, nextTryAt: null };
  await ctx.db.transaction(async (tx) => {
    const [changed] = await tx
      .update(outlet)
      .set({
        ...change,
        // Setting it to itself makes a statement of a change that changes nothing.
        host: name ?? outlet.host,
        ...(byOrigin && {
          byOrigin: sql`nullif(jsonb_strip_nulls(coalesce(${outlet.byOrigin}, '{}') || ${JSON.stringify(byOrigin)}::jsonb), '{}')`,
        }),
        ...(digest !== undefined && { digest: digest === "now" ? null : digest }),
        // The next look says whether it is quiet now, too, and when the next digest is due.
        ...([change.quiet, digest, change.digestAt].some((each) => each !== undefined) && { nextTryAt: null }),
        // Whoever sends at the moment stops at its next step, having lost the lease to whoever takes it now.
        ...(resting === false && { ...rest, restingSince: null, reason: null, leaseUntil: null }),
        ...(resting === true && { ...rest, restingSince: sql`coalesce(${outlet.restingSince}, now())` }),
      })
      .where(and(eq(outlet.id, id), belongingTo(ctx, { origin })))
      .returning({ kind: outlet.kind, byOrigin: outlet.byOrigin });
    if (!changed) throw noSuchOutlet({ origin });
    if (name !== undefined && changed.kind !== "webhook" && changed.kind !== "push")
      throw badFields([{ path: "name", message: "is of webhooks and browsers alone" }]);
    // Whatever it named before counts too.
    const fault = checked.nullable().safeParse(changed.byOrigin).error;
    if (fault) throw badFields(fault.issues.map(({ message }) => ({ path: "byOrigin", message })));
  });
}
