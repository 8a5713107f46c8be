import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { batchPerDatabase } from "#lib/async/batch.ts";

/**
 * At most `most` in any `windowS` seconds for one key, on all instances together. What was counted in the window before
 * still counts for the part of it that lies within reach, so that nobody gets twice as much around a window's end.
 */
export interface Limit {
  /** At most 500 bytes; a longer name in it is hashed by its maker. */
  key: string;
  most: number;
  windowS: number;
}

/** What was counted for a key, by the database's clock, whatever ours says. */
interface Seen {
  current: number;
  previous: number;
  elapsedS: number;
  /** How many more may come, of those asked for. */
  granted: number;
}

/**
 * Counts one more against a limit. What is refused is not counted.
 * @param what what is counted, in the plural, for the error
 * @throws BelfryError `too-many` with the seconds until there is room again
 */
export async function take({ db }: Pick<SystemCtx, "db">, limit: Limit, what: string): Promise<void> {
  const seen = await counted(db, limit);
  if (seen) throw tooMany(limit, seen, what);
}

/** Refuses when the limit is used up already, without counting. @throws as {@link take} */
export async function check({ db }: Pick<SystemCtx, "db">, limit: Limit, what: string): Promise<void> {
  const [seen] = await look(db, [limit], false);
  if (seen?.granted === 0) throw tooMany(limit, seen, what);
}

/** Takes one back that was counted before it was known whether it had to be. */
export async function giveBack({ db }: Pick<SystemCtx, "db">, { key }: Pick<Limit, "key">): Promise<void> {
  await db.execute(sql`
    update rate set count = count - 1 where key = ${key} and count > 0
      and window_start = (select max(window_start) from rate where key = ${key} and count > 0)`);
}

/** What is counted at the same time is counted in one statement. Gives nothing to those for whom there is room. */
const counted = batchPerDatabase(async (db: Db, limits: Limit[]): Promise<(Seen | undefined)[]> => {
  const rows = new Map((await look(db, limits, true)).map((seen) => [seen.key, seen]));
  return limits.map(({ key }) => {
    const seen = rows.get(key);
    if (!seen || seen.granted === 0) return seen;
    seen.granted -= 1;
    return undefined;
  });
});

/**
 * Looks at limits, one row a key, and counts what fits if `counting`. The rows are locked before they are compared, in
 * the order of their keys: no two instances find the same last place, or wait for each other crosswise.
 */
async function look(db: Db, limits: readonly Limit[], counting: boolean): Promise<(Seen & { key: string })[]> {
  const keys = sql.param(limits.map(({ key }) => key));
  const mosts = sql.param(limits.map(({ most }) => most));
  const windows = sql.param(limits.map(({ windowS }) => windowS));
  const rows = await db.execute<Record<string, unknown> & Seen & { key: string }>(sql`
    with asked as (
      select key, most, window_s, count(*) as wanted, floor(now_s / window_s) * window_s as start_s, now_s
      from unnest(${keys}::text[], ${mosts}::int[], ${windows}::float8[]) as given(key, most, window_s), (select extract(epoch from clock_timestamp())::float8 as now_s) as clock
      group by key, most, window_s, now_s
    ), locked as (
      select r.key, r.count from rate r join asked a on r.key = a.key and r.window_start = to_timestamp(a.start_s)
      order by r.key ${counting ? sql`for update of r` : sql``}
    ), seen as (
      select a.*, a.now_s - a.start_s as elapsed_s, coalesce(l.count, 0) as current,
        coalesce((select count from rate where key = a.key and window_start = to_timestamp(a.start_s - a.window_s)), 0) as previous
      from asked a left join locked l on l.key = a.key
    ), weighed as (
      select *, least(wanted, greatest(0, most - current - ceil(previous * (1 - elapsed_s / window_s))))::int as granted from seen
    ), taken as (
      insert into rate (key, window_start, count)
      select key, to_timestamp(start_s), granted from weighed where granted > 0 and ${counting} order by key
      on conflict (key, window_start) do update set count = rate.count + excluded.count
    )
    select key, current, previous, elapsed_s as "elapsedS", granted from weighed`);
  return [...rows];
}

function tooMany(limit: Limit, seen: Seen, what: string): BelfryError {
  return new BelfryError("too-many", `Too many ${what}. Try again later.`, {
    retryAfterS: Math.max(1, Math.ceil(untilRoomS(limit, seen))),
  });
}

/** Seconds until what counts has sunk below the limit, if nothing is added. */
function untilRoomS({ most, windowS }: Limit, { current, previous, elapsedS }: Seen): number {
  const room = most - 1 - current;
  if (room >= 0) return previous > 0 ? windowS * (1 - room / previous) - elapsedS : 0;
  // All of the window that it is now must first become the one before.
  return windowS - elapsedS + windowS * (1 - (most - 1) / Math.max(current, most));
}
