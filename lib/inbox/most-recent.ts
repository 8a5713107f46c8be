import { sql, type SQL } from "drizzle-orm";
import { found } from "./found.ts";
import { newest, newestCleared, raised, type Filter } from "./newest.ts";

interface Wanted {
  personId: number | SQL;
  filter: Filter;
  most: number | SQL;
  /** The seq of `m` to begin at. */
  from: SQL;
  /** A further condition on the feeds `m`. */
  heard: SQL;
  /** What the person cleared instead of what they see. */
  cleared: boolean;
  /** Gives with each key which row it is, as `tx` and `created_at`; of what is neither cleared nor narrowed down. */
  rows?: boolean;
}

/** Columns of a row: where it is read, and further on. */
const rowColumns = {
  read: sql`, n.xmin as tx, n.created_at`,
  ofN: sql`, n.tx, n.created_at`,
  given: sql`, tx, created_at`,
};
const none = { read: sql``, ofN: sql``, given: sql`` };

/** The feeds that may have any, and how each is walked. */
const walked = ({ cleared, from, heard }: Wanted) => ({
  any: sql`${from} > ${cleared ? sql`m.base` : sql`m.low`} ${heard}`,
  walk: cleared ? newestCleared : newest,
});

/** As {@link mostRecent} and {@link mostRecentOfEach}, of what a search finds. */
export const mostRecentFound = ({ personId, filter, most, from, heard, cleared }: Wanted, each?: number): SQL => sql`
    picked as (
      select feed_id, seq from (
        select feed_id, seq, id, ${each === undefined ? sql`0` : sql`row_number() over (partition by origin order by id desc)`} as nth
        from (${found(personId, filter, { from, heard, cleared })}) as found
      ) as numbered where nth <= ${each ?? 0} order by id desc limit ${most}
    )`;

/** What is found elsewhere than on the way down the feeds. */
const besides = ({ personId, filter, from, heard, cleared }: Wanted, { read, given } = none): SQL =>
  cleared
    ? sql``
    : sql`union all select feed_id, seq, id, origin ${given} from (${raised(personId, filter, from, read)} ${heard}) as raised`;

/**
 * The keys of the most recent ones, as `picked`, in two steps. Each feed of `mine` gives its share of half as many again as are
 * wanted. Only what is newer than the `most`-th of those matters, so a feed is walked further where all it gave is. Of these the
 * k-th, by where it stopped, has k shares above that place, and can give at most `most` less those. So it reads some hundred index
 * rows where feeds are alike, and some thousand at the worst, however many lie there.
 */
export function mostRecent(wanted: Wanted): SQL {
  const { personId, filter, most, from } = wanted;
  const { any, walk } = walked(wanted);
  const columns = wanted.rows ? rowColumns : none;
  const { read: more, ofN, given } = columns;
  return sql`
    shared as materialized (
      select m.*, ${most}::bigint * 3 / 2 / count(*) over () + 1 as share from mine m where ${any}
    ), begun as materialized (
      select m.id as feed_id, n.seq, n.id, m.origin, m.share ${ofN}
      from shared m cross join lateral (${walk(personId, filter, sql`m.share`, from, { more })}) as n
    ), fronts as (
      select feed_id, min(seq) - 1 as next, row_number() over (order by min(id) desc) * share as newer
      from begun group by feed_id, share
      having count(*) = share and min(id) > coalesce((select id from begun order by id desc offset ${most}::bigint - 1 limit 1), 0)
    ), picked as (
      select feed_id, seq, id ${given} from (
        select feed_id, seq, id, origin ${given} from begun
        union all select m.id as feed_id, n.seq, n.id, m.origin ${ofN}
        from fronts join shared m on m.id = fronts.feed_id
        cross join lateral (${walk(personId, filter, sql`greatest(${most} - fronts.newer, 0)`, sql`fronts.next`, { more })}) as n
        ${besides(wanted, columns)}
      ) as found order by id desc limit ${most}
    )`;
}

/**
 * As {@link mostRecent}, with at most `each` of one origin, however many feeds it has. Origins are ranked by their newest,
 * and feeds within their origin: the j-th of one can give at most `each` − j + 1.
 */
export function mostRecentOfEach({ each, ...wanted }: Wanted & { each: number }): SQL {
  const { personId, filter, most, from } = wanted;
  const { any, walk } = walked(wanted);
  return sql`
    begun as (
      select m.*, n.id as front, max(n.id) over (partition by m.origin) as newest
      from mine m cross join lateral (${walk(personId, filter, 1, from)}) as n
      where ${any}
    ), fronts as (
      select m.*, dense_rank() over (order by newest desc) as k, row_number() over (partition by origin order by front desc) as j
      from begun m
    ), picked as (
      select feed_id, seq from (
        select feed_id, seq, id, row_number() over (partition by origin order by id desc) as nth from (
          select m.id as feed_id, n.seq, n.id, m.origin
          from fronts m cross join lateral (${walk(personId, filter, sql`least(${most} - m.k, ${each}::bigint - m.j) + 1`, from)}) as n
          where m.k <= ${most} and m.j <= ${each}
          ${besides(wanted)}
        ) as found
      ) as numbered where nth <= ${each} order by id desc limit ${most}
    )`;
}
