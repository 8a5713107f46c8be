import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";
import { announcement } from "#lib/live/bus.ts";

/**
 * Ends a broadcast that has no delivery left to make: `waiting` while it is valid for labs that start later, else
 * `finished`. One that others still work on stays as it is. Whoever waits for it is told.
 */
export async function finish({ db }: Pick<SystemCtx, "db">, id: number): Promise<void> {
  await db.execute(sql`
    with ended as (
      update broadcast set
        state = case when valid_until > now() then 'waiting' else 'finished' end,
        finished_at = now(), lease_until = null
      where id = ${id} and state = 'running' and planned_at is not null
        and not exists (select from delivery where broadcast_id = ${id} and outcome in ('queued', 'sending'))
      returning id)
    select ${announcement(sql`'broadcast:' || id`)} from ended`);
}
