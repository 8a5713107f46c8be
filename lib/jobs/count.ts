import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";

/** How many jobs of one queue wait, or are being worked on. */
export interface JobCount {
  queue: string;
  state: "waiting" | "active";
  count: number;
}

/** Counts the jobs that have not ended, on all instances together; a queue without any has no row. */
export async function countJobs({ db }: Pick<SystemCtx, "db">): Promise<JobCount[]> {
  const rows = await db.execute<{ queue: string; state: JobCount["state"]; count: number }>(sql`
    select name as queue, case when state = 'active' then 'active' else 'waiting' end as state, count(*) as count
    from pgboss.job where state < 'completed' and name not like '\\_\\_%' group by 1, 2 order by 1, 2`);
  return rows.map(({ queue, state, count }) => ({ queue, state, count }));
}
