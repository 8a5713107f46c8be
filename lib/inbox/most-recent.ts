import { sql, type SQL } from "drizzle-orm";
import { newest, type Filter } from "./newest.ts";

interface Wanted {
  personId: number;
  filter: Filter;
  most: number;
  /** The seq of `m` to begin at. */
  from: SQL;
  /** A further condition on the feeds `m`. */
  heard: SQL;
}

/**
 * The keys of the most recent ones, as the common table expressions `fronts` and `picked`, in two steps. Each feed of `mine`
 * gives its newest; only the `most` feeds with the newest of those can matter, and the k-th of them can give at most
 * `most` − k + 1. So it reads some thousand index rows, however many lie there.
 */
export const mostRecent = ({ personId, filter, most, from, heard }: Wanted): SQL => sql`
    fronts as (
      select m.*, row_number() over (order by n.id desc) as k
      from mine m cross join lateral (${newest(personId, filter, 1, from)}) as n
      where ${from} > m.low ${heard} order by n.id desc limit ${most}
    ), picked as (
      select m.id as feed_id, n.seq
      from fronts m cross join lateral (${newest(personId, filter, sql`(${most} - m.k + 1)`, from)}) as n
      order by n.id desc limit ${most}
    )`;

/**
 * As {@link mostRecent}, with at most `each` of one origin, however many feeds it has. Origins are ranked by their newest,
 * and feeds within their origin: the j-th of one can give at most `each` − j + 1.
 */
export const mostRecentOfEach = ({ personId, filter, most, from, heard, each }: Wanted & { each: number }): SQL => sql`
    begun as (
      select m.*, n.id as front, max(n.id) over (partition by m.origin) as newest
      from mine m cross join lateral (${newest(personId, filter, 1, from)}) as n
      where ${from} > m.low ${heard}
    ), fronts as (
      select m.*, dense_rank() over (order by newest desc) as k, row_number() over (partition by origin order by front desc) as j
      from begun m
    ), picked as (
      select feed_id, seq from (
        select m.id as feed_id, n.seq, n.id, row_number() over (partition by m.origin order by n.id desc) as nth
        from fronts m cross join lateral (${newest(personId, filter, sql`least(${most} - m.k, ${each}::bigint - m.j) + 1`, from)}) as n
        where m.k <= ${most} and m.j <= ${each}
      ) as found where nth <= ${each} order by id desc limit ${most}
    )`;
