import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { writtenOnce } from "#db/written-once.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { batchPerDatabase } from "#lib/async/batch.ts";

/**
 * At most `most` within any `windowS` seconds for one key, on all instances together. Each use counts until it is that old,
 * so after a window without any the whole is there again, and nobody gets twice as much around the end of one.
 */
export interface Limit {
  /** At most 500 bytes; a longer name in it is hashed by its maker. */
  key: string;
  most: number;
  windowS: number;
}

/** What is asked of the count of one key, in one go. */
export interface Asked {
  limit: Limit;
  /** So many are used now. */
  wanted: number;
  /** Beside those so many at most, to be used within a time without asking again. */
  block?: { id: string; most: number; forS: number } | undefined;
  /** An earlier block that is used no more, and when what of it was. */
  ended?: { id: string; uses: { agoS: number; count: number }[] } | undefined;
}

/** How a limit stands. */
export interface Counted {
  /** How many of those wanted may be used. */
  granted: number;
  /** How many the block holds. */
  lent: number;
  /** How many are left to anybody. */
  room: number;
  /** Seconds until the oldest use counts no more. */
  freesS: number;
  /** What blocks hold that were not asked about: if used or not, the count is told when they end. */
  elsewhere: number;
}

/**
 * Counts one more against a limit. What is refused is not counted.
 * @param what what is counted, in the plural, for the error
 * @throws BelfryError `too-many` with the seconds until there is room again
 */
export async function take({ db }: Pick<SystemCtx, "db">, limit: Limit, what: string): Promise<void> {
  const { granted, freesS } = await takeOne(db, limit);
  if (!granted) throw tooMany(what, freesS);
}

/** Refuses when the limit is used up already, without counting. @throws as {@link take} */
export async function check({ db }: Pick<SystemCtx, "db">, limit: Limit, what: string): Promise<void> {
  const { key, most, windowS } = limit;
  const [seen] = await db.execute<{ counted: number; freesS: number }>(sql`
    select coalesce(sum(e.count), 0)::int as counted, min(e.at - now_s) + ${windowS}::float8 as "freesS"
    from (select extract(epoch from clock_timestamp())::float8 as now_s) as clock
    cross join quota q cross join unnest(q.at, q.count) as e(at, count)
    where q.key = ${key} and e.at > now_s - ${windowS}::float8`);
  if (seen && seen.counted >= most) throw tooMany(what, seen.freesS);
}

/** Takes back the last one that was counted before it was known whether it had to be. */
export async function giveBack({ db }: Pick<SystemCtx, "db">, { key }: Pick<Limit, "key">): Promise<void> {
  await db.execute(sql`
    update quota set count[last] = count[last] - 1
    from (select max(i) as last from quota, generate_subscripts(count, 1) as i where key = ${key} and count[i] > 0) as used
    where key = ${key} and count[last] > 0`);
}

/** @param untilS seconds until there is room */
export const tooMany = (what: string, untilS: number): BelfryError =>
  new BelfryError("too-many", `Too many ${what}. Try again later.`, { retryAfterS: Math.max(1, Math.ceil(untilS)) });

/** What is counted at the same time is counted in one statement. */
const takeOne = batchPerDatabase(async (db: Db, limits: Limit[]) => {
  const counted = await count(
    db,
    [...Map.groupBy(limits, ({ key }) => key).values()].map(([limit, ...more]) => ({
      limit: limit as Limit,
      wanted: more.length + 1,
    })),
  );
  return limits.map(({ key }) => {
    const seen = counted.get(key) as Counted;
    return { ...seen, granted: seen.granted-- > 0 };
  });
});

type Row = Counted & { key: string };

/** Counts what fits under each limit, one for each key. What ends and what is taken is one step: nobody sees half of it. */
export async function count(db: Db, asked: readonly Asked[]): Promise<Map<string, Counted>> {
  const counted = new Map<string, Counted>();
  // A key that was never counted gets its row first, to have something to lock: then it is asked about again.
  for (let left = asked; left.length > 0; left = left.filter(({ limit }) => !counted.has(limit.key)))
    for (const { key, ...seen } of await ask(db, valuesOf(left))) counted.set(key, seen);
  return counted;
}

/** What the statement is given. */
function valuesOf(asked: readonly Asked[]): Values {
  const given = asked.map(({ limit, wanted, block, ended }) => ({
    ...limit,
    wanted,
    block: block?.id ?? "",
    blockMost: block?.most ?? 0,
    blockS: block?.forS ?? 0,
    ended: ended?.id ?? "-",
  }));
  const uses = asked.flatMap(({ limit: { key }, ended }) => (ended?.uses ?? []).map((use) => ({ key, ...use })));
  return { asked: JSON.stringify(given), keys: asked.map(({ limit }) => limit.key), uses: JSON.stringify(uses) };
}

interface Values extends Record<string, unknown> {
  asked: string;
  keys: string[];
  uses: string;
}

/**
 * Rows are locked before they are compared, in the order of their keys, and the clock is read after that: no two
 * instances find the same last place, wait for each other crosswise, or use what counted before they got it. Uses of one
 * sixtieth of a window are one entry, as old as the youngest of them, so a row has some sixty at the most. A block
 * counts whole until it is known what of it was used, as if that were to happen at its very end, and is never more than
 * an eighth of what is left: many instances can hold some, and the smaller the rest the less lies idle with one of them.
 */
const ask = writtenOnce<Values, Row>(
  (value) => sql`
  with asked as materialized (
    select * from jsonb_to_recordset(${value("asked")}::jsonb)
      as a(key text, most int, "windowS" float8, wanted int, block text, "blockMost" int, "blockS" float8, ended text)
  ), locked as materialized (
    select key, at, count, block from quota where key = any(${value("keys")}::text[]) order by key for update
  ), clock as materialized (
    select extract(epoch from clock_timestamp())::float8 as now_s from (select count(*) from locked) as all_locked
  ), entry as materialized (
    select a.key, e.at, e.count, e.block
    from locked l join asked a using (key) cross join clock cross join unnest(l.at, l.count, l.block) as e(at, count, block)
    where e.at > now_s - a."windowS" and e.block <> a.ended
    union all
    select key, now_s - u."agoS", u.count, ''
    from jsonb_to_recordset(${value("uses")}::jsonb) as u(key text, "agoS" float8, count int) cross join clock
  ), seen as materialized (
    select a.*, now_s, c.* from locked join asked a using (key) cross join clock cross join lateral (
      select coalesce(sum(e.count), 0)::int as counted, min(e.at) as oldest,
        coalesce(sum(e.count) filter (where e.block <> ''), 0)::int as elsewhere
      from entry e where e.key = a.key
    ) as c
  ), granted as materialized (
    select *, least(wanted, greatest(0, most - counted)) as granted from seen
  ), lent as materialized (
    select *, least("blockMost", greatest(0, most - counted - granted) / 8) as lent from granted
  ), kept as (
    select key, array_agg(at order by at) as at, array_agg(count order by at) as count, array_agg(block order by at) as block
    from (
      select e.key, max(e.at) as at, sum(e.count)::int as count, e.block
      from (
        select * from entry
        union all select key, now_s, granted, '' from lent where granted > 0
        union all select key, now_s + "blockS", lent, block from lent where lent > 0
      ) as e join asked a using (key)
      group by e.key, e.block, floor(e.at / (a."windowS" / 60))
    ) as merged group by key
  ), written as (
    update quota q set at = coalesce(k.at, '{}'), count = coalesce(k.count, '{}'), block = coalesce(k.block, '{}')
    from lent l left join kept k using (key)
    where q.key = l.key and q.key = any(${value("keys")}::text[]) and (l.granted > 0 or l.ended <> '-')
  ), begun as (
    insert into quota (key, at, count, block)
    select key, '{}', '{}', '{}' from asked a where not exists (select from locked l where l.key = a.key) order by key
    on conflict (key) do nothing
  )
  select key, granted, lent, most - counted - granted - lent as room, elsewhere,
    coalesce(oldest + "windowS" - now_s, "windowS") as "freesS" from lent`,
);
