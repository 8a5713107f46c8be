import { sql, type SQL } from "drizzle-orm";

/** The audiences of the person `p`, as rows `audience`: the one definition of who sees what. */
export const audiences = sql`
  select 'everyone' as audience
  union all select 'user:' || p.provider || ':' || p.subject
  union all select distinct 'origin:' || m.origin from membership m where m.person_id = p.id`;

/**
 * The feeds a person sees, as a subquery; of one origin alone when it is given. A person has few feeds, so this costs
 * an index look-up each, however much lies in them. Columns: `id, origin, head, floor`, the watermarks `cleared` and
 * `read`, and three that follow: what they can ever see is above `base`, what they see above `low` (unless dismissed; and
 * what is {@link raised}), unread is above `line` (unless marked).
 */
export function mine(personId: number | SQL, origin?: string | SQL): SQL {
  return sql`
    select f.id, f.origin, f.head, f.floor, coalesce(c.cleared, 0) as cleared, coalesce(c.read, 0) as read, greatest(f.floor, c.joined) as base,
      greatest(f.floor, c.cleared) as low, greatest(f.floor, c.cleared, c.read) as line
    from person p
    cross join lateral (${audiences}) as a
    join feed f on f.audience = a.audience ${origin === undefined ? sql`` : sql`and f.origin = ${origin}`}
    left join cursor c on c.person_id = p.id and c.feed_id = f.id
    where p.id = ${personId}`;
}

/** A condition on feeds `m`: their origin is not one that the person muted. */
export const notMuted = (personId: number | SQL): SQL =>
  sql`and m.origin not in (select origin from muted_origin where person_id = ${personId})`;

/** Feeds as an As-Of token names them, as rows `(id, head)`. */
export function vectorRows(vector: readonly (readonly [feedId: number, head: number])[]): SQL {
  return sql`select (entry->>0)::bigint as id, (entry->>1)::bigint as head from jsonb_array_elements(${JSON.stringify(vector)}::jsonb) as entry`;
}

/**
 * {@link mine} with a further column `start`, the last seq in each feed whose id is below `before`, as the common table
 * expression `mine`. Ids rise with the seqs of a feed, which are dense, so it is found by halving: a few look-ups a feed.
 * An index by feed and id would find it as well, at the price of one more entry for everything that is published.
 */
export const mineBefore = (personId: number, before: number): SQL => sql`
    whole as materialized (${mine(personId)}),
    halving(feed_id, below, above) as (
      select id, base, head + 1 from whole
      union all
      select h.feed_id, case when n.id < ${before} then middle else below end, case when n.id < ${before} then above else middle end
      from halving h cross join lateral (select (below + above) / 2 as middle) as half
      join notification n on n.feed_id = h.feed_id and n.seq = middle
      where above - below > 1
    ),
    mine as materialized (select w.*, h.below as start from whole w join halving h on h.feed_id = w.id and h.above - h.below <= 1)`;

/**
 * {@link mine} as the common table expression `mine`, with what is visible cut off below about so many of the most recent, as many of
 * each feed; where each really ends is in a further column, `bottom`.
 */
export const mineRecent = (personId: number, most: number): SQL => sql`
    mine as materialized (
      select id, origin, head, floor, cleared, read, base, low as bottom, greatest(low, head - share) as low, greatest(line, head - share) as line
      from (select m.*, ${most}::bigint / greatest(count(*) filter (where head > low) over (), 1) as share from (${mine(personId)}) as m) as shared
    )`;

/** Above this id nothing is cut off by {@link mineRecent}; null: nothing is anywhere. */
export const cut = sql`,
    (select max(n.id) from mine m join notification n on n.feed_id = m.id and n.seq = m.low where m.low > m.bottom) as cut`;
