import { and, eq, sql } from "drizzle-orm";
import { outlet } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { noSuchOutlet } from "./outlet.ts";
import type { OutletChange } from "./schema.ts";

/**
 * Changes one of the actor's outlets. One that rests and shall no longer is tried at the next look, from where it stopped.
 * @throws BelfryError `not-found` when they have no such outlet
 */
export async function changeOutlet(
  { db, actor }: Pick<Ctx, "db" | "actor">,
  { id, resting, digest, ...change }: OutletChange & { id: number },
): Promise<void> {
  const rest = { failures: 0, failingSince: null, nextTryAt: null };
  const [changed] = await db
    .update(outlet)
    .set({
      ...change,
      // Setting it to itself makes a statement of a change that changes nothing.
      host: outlet.host,
      ...(digest !== undefined && { digest: digest === "now" ? null : digest }),
      // The next look says whether it is quiet now, too, and when the next digest is due.
      ...([change.quiet, digest, change.digestAt].some((each) => each !== undefined) && { nextTryAt: null }),
      // Whoever sends at the moment stops at its next step, having lost the lease to whoever takes it now.
      ...(resting === false && { ...rest, restingSince: null, reason: null, leaseUntil: null }),
      ...(resting === true && { ...rest, restingSince: sql`coalesce(${outlet.restingSince}, now())` }),
    })
    .where(and(eq(outlet.id, id), eq(outlet.personId, actor.personId)))
    .returning({ id: outlet.id });
  if (!changed) throw noSuchOutlet();
}
