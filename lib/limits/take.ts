import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { joinedOn } from "#lib/joined.ts";

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
 * Counts one more against a limit that holds for all instances together. What is counted at the same time is counted in
 * one statement.
 * @param what what is counted, in the plural, for the error
 * @throws BelfryError `too-many` with the seconds until the window ends
 */
export async function take({ db, now }: Pick<SystemCtx, "db" | "now">, limit: Limit, what: string): Promise<void> {
  const at = now();
  const count = await counted(db, { key: limit.key, windowMs: windowOf(limit, at).getTime() });
  if (count > limit.most) throw tooMany(limit, at, what);
}

/** In the order of the keys: two instances that count the same ones never wait for each other crosswise. */
const counted = joinedOn(async (db: Db, taken: { key: string; windowMs: number }[]) => {
  const keys = sql.param(taken.map(({ key }) => key));
  const windows = sql.param(taken.map(({ windowMs }) => windowMs));
  const rows = await db.execute<{ key: string; windowMs: number; count: number }>(sql`
    insert into rate (key, window_start, count)
    select key, to_timestamp(ms / 1000.0), count(*) from unnest(${keys}::text[], ${windows}::bigint[]) as taken(key, ms)
    group by key, ms order by key, ms
    on conflict (key, window_start) do update set count = rate.count + excluded.count
    returning key, (extract(epoch from window_start) * 1000)::bigint as "windowMs", count`);
  const counts = new Map(rows.map(({ key, windowMs, count }) => [`${windowMs} ${key}`, count]));
  // The last one of a key is at its new count, those before it below.
  return taken
    .toReversed()
    .map(({ key, windowMs }) => {
      const count = counts.get(`${windowMs} ${key}`) ?? 0;
      counts.set(`${windowMs} ${key}`, count - 1);
      return count;
    })
    .toReversed();
});

/** Refuses when the limit is used up already, without counting. @throws as {@link take} */
export async function check({ db, now }: Pick<SystemCtx, "db" | "now">, limit: Limit, what: string): Promise<void> {
  const at = now();
  const [row] = await db.execute<{ count: number }>(sql`
    select count from rate where key = ${limit.key} and window_start = ${windowOf(limit, at).toISOString()}`);
  if (row && row.count >= limit.most) throw tooMany(limit, at, what);
}
