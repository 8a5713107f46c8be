import { sql, type SQL } from "drizzle-orm";
import { fitting, idArray, type Filter } from "./newest.ts";

interface Search {
  cleared?: boolean;
  clearable?: boolean;
  /** A further condition on the feeds `m`. */
  heard?: SQL;
  /** The seq of `m` to begin at. */
  from?: SQL;
}

/**
 * All that a search finds in the feeds `mine`, or what ids name, raised ones too, as a subquery of `feed_id`, `seq`, `id` and
 * `origin`: by the index of words or of ids first, which know no feeds, and then what of it the person sees.
 * @see docs/decisions/0030-searching-by-words.md
 */
export function found(
  personId: number | SQL,
  { q, ids, unread = false, ...filter }: Filter,
  { cleared = false, clearable = false, heard = sql``, from = sql`m.head` }: Search = {},
): SQL {
  const visible = sql`(n.seq > m.low or r.kept is not null) and r.dismissed_at is null`;
  return sql`
    select n.feed_id, n.seq, n.id, m.origin
    from (select feed_id, seq, id, type, category, words from notification where ${ids === undefined ? sql`words @@ ${q}::tsquery` : sql`id = any(${idArray(ids)})`} offset 0) as n
    join mine m on m.id = n.feed_id
    left join receipt r on r.person_id = ${personId} and r.feed_id = n.feed_id and r.seq = n.seq
    where n.seq > m.base and n.seq <= ${from} ${heard} ${fitting(ids === undefined ? filter : { ...filter, q })} and ${cleared ? sql`not (${visible})` : sql`(${visible})`}
      ${unread ? sql`and not coalesce(r.read, n.seq <= m.read)` : sql``} ${clearable ? sql`and r.kept is not true` : sql``}`;
}
