import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";
import { announcement } from "#lib/bus/bus.ts";
import { broadcastTopic } from "#lib/bus/topics.ts";

/** So long after its time a broadcast is looked at for those who came at its end, should the hub be away just then. */
export const lastLookWithinS = 60;

/**
 * Ends a broadcast that has no delivery left to make: `waiting` while it is valid for labs that start later, and until
 * those are found who started just before its end; else `finished`. One that others still work on stays as it is.
 * Whoever waits for it is told.
 *
 * The row is locked by a statement of its own: one that waited for the lock would look for open deliveries as of its
 * start, and miss those that were planned meanwhile.
 */
export async function finish({ db }: Pick<SystemCtx, "db">, id: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select from broadcast where id = ${id} for update`);
    await tx.execute(sql`
      with ended as (
        update broadcast set
          state = case when valid_until > now() - ${lastLookWithinS} * interval '1 second' then 'waiting' else 'finished' end,
          finished_at = now(), lease_until = null
        where id = ${id} and state = 'running' and planned_at is not null
          and not exists (select from delivery where broadcast_id = ${id} and outcome in ('queued', 'sending'))
        returning id)
      select ${announcement(broadcastTopic(id))} from ended`);
  });
}
