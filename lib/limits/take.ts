import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";

/** At most `most` in each window of `windowS` seconds for one key. */
export interface Limit {
  key: string;
  most: number;
  windowS: number;
}

const windowOf = ({ windowS }: Limit, now: Date) => new Date(Math.floor(now.getTime() / (windowS * 1000)) * windowS * 1000);

function tooMany(limit: Limit, now: Date, what: string): BelfryError {
  const endsAt = windowOf(limit, now).getTime() + limit.windowS * 1000;
  return new BelfryError("too-many", `Too many ${what}. Try again later.`, { retryAfterS: Math.ceil((endsAt - now.getTime()) / 1000) });
}

/**
 * Counts one more against a limit that holds for all instances together.
 * @param what what is counted, in the plural, for the error
 * @throws BelfryError `too-many` with the seconds until the window ends
 */
export async function take({ db, now }: Pick<SystemCtx, "db" | "now">, limit: Limit, what: string): Promise<void> {
  const at = now();
  const [row] = await db.execute<{ count: number }>(sql`
    insert into rate (key, window_start, count) values (${limit.key}, ${windowOf(limit, at).toISOString()}, 1)
    on conflict (key, window_start) do update set count = rate.count + 1
    returning count`);
  if (row && row.count > limit.most) throw tooMany(limit, at, what);
}

/** Refuses when the limit is used up already, without counting. @throws as {@link take} */
export async function check({ db, now }: Pick<SystemCtx, "db" | "now">, limit: Limit, what: string): Promise<void> {
  const at = now();
  const [row] = await db.execute<{ count: number }>(sql`
    select count from rate where key = ${limit.key} and window_start = ${windowOf(limit, at).toISOString()}`);
  if (row && row.count >= limit.most) throw tooMany(limit, at, what);
}
