import { sql, type SQL } from "drizzle-orm";
import { readAsOf } from "./as-of.ts";
import { mine, notMuted, vectorRows } from "./mine.ts";

/** How much of an inbox a change is about. */
export interface Seen {
  /** Left out: all of them. */
  origin?: string | undefined;
  /** The token of a listing: exactly what that could show. Left out: everything so far. */
  asOf?: string | undefined;
  /** Spares what the person muted. */
  unmuted?: boolean;
}

/**
 * {@link mine} as the common table expression `mine`, with a further column `upto`: the last seq in each feed that is meant.
 * @throws BelfryError `bad-input` when `asOf` is no token of a listing
 */
export function mineSeen(me: number, { origin, asOf, unmuted = false }: Seen): SQL {
  const seen = asOf === undefined ? undefined : readAsOf(asOf);
  return sql`
    mine as materialized (
      select m.*, ${seen ? sql`least(m.head, seen.head)` : sql`m.head`} as upto
      from (${mine(me, origin)}) as m ${seen ? sql`join (${vectorRows(seen)}) as seen on seen.id = m.id` : sql``}
      where true ${unmuted ? notMuted(me) : sql``}
    )`;
}

/** Where a statement ended that went through some of it. */
export interface Place {
  feedId: number;
  seq: number;
}

/** What comes below that in `mine`, feed by feed and down each of them, as the common table expression `remaining`. */
export const remaining = ({ feedId, seq }: Place): SQL => sql`
    remaining as (
      select id, low, line, case when id = ${feedId} then least(upto, ${seq} - 1) else upto end as upto
      from mine where id >= ${feedId} order by id
    )`;
