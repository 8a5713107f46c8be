import { sql, type SQL } from "drizzle-orm";
import type { Category } from "./schema.ts";

/** Which of the visible ones to list. */
export interface Filter {
  unread?: boolean | undefined;
  category?: Category | undefined;
  type?: string | undefined;
}

/** Whether a filter leaves anything out. */
export const narrows = ({ unread = false, category, type }: Filter): boolean =>
  unread || category !== undefined || type !== undefined;

/**
 * The newest visible ones of the feed `m` (a row of `mine`), as a lateral subquery of `seq` and `id`. It goes down the
 * index from the head and stops at the limit; with a category or a type, down the index that has it in front of `seq`.
 * @param from the seq to begin at; left out, the head
 */
export function newest(
  personId: number,
  { unread = false, category, type }: Filter,
  limit: SQL | number,
  from = sql`m.head`,
): SQL {
  const fits = sql.join([
    category === undefined ? sql`` : sql`and n.category = ${category} `,
    type === undefined ? sql`` : sql`and n.type = ${type}`,
  ]);
  const receipt = sql`select from receipt r where r.person_id = ${personId} and r.feed_id = n.feed_id and r.seq = n.seq`;
  if (!unread) {
    return sql`
      select n.seq, n.id from notification n
      where n.feed_id = m.id and n.seq > m.low and n.seq <= ${from} ${fits} and not exists (${receipt} and r.dismissed_at is not null)
      order by n.seq desc limit ${limit}`;
  }
  // Unread are those above the read line, and the few below it that were marked unread one by one.
  return sql`
    select * from (
      (select n.seq, n.id from notification n
      where n.feed_id = m.id and n.seq > m.line and n.seq <= ${from} ${fits} and not exists (${receipt} and (r.dismissed_at is not null or r.read))
      order by n.seq desc limit ${limit})
      union all
      (select n.seq, n.id from receipt r join notification n on n.feed_id = r.feed_id and n.seq = r.seq ${fits}
      where r.person_id = ${personId} and r.feed_id = m.id and r.seq > m.low and r.seq <= least(m.line, ${from}) and not r.read and r.dismissed_at is null
      order by r.seq desc limit ${limit})
    ) as u order by seq desc limit ${limit}`;
}

/** The bodies of the keys in `picked` as one JSON array, newest first. Bodies are read for these alone. */
export const bodies = (personId: number) => sql`
  (select json_agg(json_build_object(
      'id', n.id, 'timestamp', (extract(epoch from n.shown_at) * 1000)::bigint, 'type', n.type, 'category', n.category,
      'origin', m.origin, 'data', n.data, 'read', coalesce(r.read, n.seq <= m.line)) order by n.id desc)
    from picked join mine m on m.id = picked.feed_id
    join notification n on n.feed_id = picked.feed_id and n.seq = picked.seq
    left join receipt r on r.person_id = ${personId} and r.feed_id = n.feed_id and r.seq = n.seq) as items`;
