import { sql, type SQL } from "drizzle-orm";
import { msOf } from "#db/ms-of.ts";
import type { Category, Notification } from "./schema.ts";

/** Which of the visible ones to list. */
export interface Filter {
  unread?: boolean | undefined;
  category?: Category | undefined;
  type?: string | undefined;
  /** What to search for, as `queryOf` gives it. */
  q?: string | undefined;
  /** Only these. */
  ids?: readonly number[] | undefined;
}

/** Whether an index of its own leads to what fits, whose feeds need not be walked. */
export const isLookedUp = ({ q, ids }: Filter): boolean => q !== undefined || ids !== undefined;

/** Ids as an array of Postgres'. */
export const idArray = (ids: readonly number[]): SQL => sql`${`{${ids.join(",")}}`}::text::bigint[]`;

/** Whether a filter leaves anything out. */
export const narrows = ({ unread = false, category, type, ...lookedUp }: Filter): boolean =>
  unread || category !== undefined || type !== undefined || isLookedUp(lookedUp);

/** Conditions on a notification `n`; what is unread depends on more. Words by the function, which unlike `@@` asks no index. */
export const fitting = ({ category, type, q, ids }: Filter): SQL =>
  sql.join([
    ids === undefined ? sql`` : sql`and n.id = any(${idArray(ids)}) `,
    q === undefined ? sql`` : sql`and ts_match_vq(n.words, ${q}::tsquery) `,
    category === undefined ? sql`` : sql`and n.category = ${category} `,
    type === undefined ? sql`` : sql`and n.type = ${type}`,
  ]);

/**
 * The newest visible ones of the feed `m` (a row of `mine`), as a lateral subquery of `seq` and `id`. It goes down the
 * index from the head and stops at the limit; with a category or a type, down the index that has it in front of `seq`.
 * {@link raised} are not among them.
 * @param from the seq to begin at; left out, the head
 * @param clearable leaves out what no clear takes
 * @param more further columns, of what is not `unread`
 */
export function newest(
  personId: number | SQL,
  { unread = false, ...filter }: Filter,
  limit: SQL | number,
  from = sql`m.head`,
  { clearable = false, more = sql`` }: { clearable?: boolean; more?: SQL } = {},
): SQL {
  const fits = fitting(filter);
  // By key, row by row, however many receipts the planner believes there are.
  const without = (what: SQL) => sql`
    (select ${what} ${clearable ? sql`or r.kept` : sql``} from receipt r where r.person_id = ${personId} and r.feed_id = n.feed_id and r.seq = n.seq) is not true`;
  if (!unread) {
    return sql`
      select n.seq, n.id ${more} from notification n
      where n.feed_id = m.id and n.seq > m.low and n.seq <= ${from} ${fits} and ${without(sql`r.dismissed_at is not null`)}
      order by n.seq desc limit ${limit}`;
  }
  // Unread are those above the read line, and the few below it that were marked unread one by one.
  return sql`
    select * from (
      (select n.seq, n.id from notification n
      where n.feed_id = m.id and n.seq > m.line and n.seq <= ${from} ${fits} and ${without(sql`r.dismissed_at is not null or r.read`)}
      order by n.seq desc limit ${limit})
      union all
      (select n.seq, n.id from receipt r join notification n on n.feed_id = r.feed_id and n.seq = r.seq ${fits}
      where r.person_id = ${personId} and r.feed_id = m.id and r.seq > m.low and r.seq <= least(m.line, ${from}) and not r.read
        and r.dismissed_at is null ${clearable ? sql`and r.kept is not true` : sql``}
      order by r.seq desc limit ${limit})
    ) as u order by seq desc limit ${limit}`;
}

/**
 * Those that stand although the cleared line passed over them, of all feeds `mine`, as a subquery of `feed_id`, `seq`, `id` and
 * `origin`: what is kept, and what was until somebody clears again. One look-up in an index that holds nothing else.
 * @param from the seq of `m` to begin at
 * @param more further columns
 */
export const raised = (
  personId: number | SQL,
  { unread = false, ...filter }: Filter,
  from = sql`m.head`,
  more = sql``,
): SQL => sql`
  select r.feed_id, r.seq, n.id, m.origin ${more} from receipt r
  join mine m on m.id = r.feed_id and r.seq > m.floor and r.seq <= least(m.low, ${from})
  join notification n on n.feed_id = r.feed_id and n.seq = r.seq ${fitting(filter)}
  where r.person_id = ${personId} and r.kept is not null and r.dismissed_at is null
    ${unread ? sql`and not coalesce(r.read, r.seq <= m.read)` : sql``}`;

/** Those that are kept, of all feeds `mine`, as {@link raised}. */
export const kept = (personId: number, { unread = false, ...filter }: Filter, before?: number): SQL => sql`
  select r.feed_id, r.seq, n.id, m.origin from receipt r
  join mine m on m.id = r.feed_id and r.seq > m.floor and r.seq <= m.head
  join notification n on n.feed_id = r.feed_id and n.seq = r.seq ${fitting(filter)} ${before === undefined ? sql`` : sql`and n.id < ${before}`}
  where r.person_id = ${personId} and r.kept and r.dismissed_at is null
    ${unread ? sql`and not coalesce(r.read, r.seq <= m.read)` : sql``}`;

/** As {@link newest}, of what the person cleared: below the line and not raised, or dismissed above it. */
export function newestCleared(
  personId: number | SQL,
  { unread = false, ...filter }: Filter,
  limit: SQL | number,
  from = sql`m.head`,
): SQL {
  const fits = fitting(filter);
  const isUnread = unread ? sql`and not coalesce(r.read, n.seq <= m.read)` : sql``;
  return sql`
    select * from (
      (select n.seq, n.id from notification n
      left join receipt r on r.person_id = ${personId} and r.feed_id = n.feed_id and r.seq = n.seq
      where n.feed_id = m.id and n.seq > m.base and n.seq <= least(m.low, ${from}) ${fits} and (r.kept is null or r.dismissed_at is not null) ${isUnread}
      order by n.seq desc limit ${limit})
      union all
      (select n.seq, n.id from receipt r join notification n on n.feed_id = r.feed_id and n.seq = r.seq ${fits}
      where r.person_id = ${personId} and r.feed_id = m.id and r.seq > m.low and r.seq <= ${from} and r.dismissed_at is not null ${isUnread}
      order by r.seq desc limit ${limit})
    ) as u order by seq desc limit ${limit}`;
}

/** A body as {@link bodies} has it: its fields alone, which Postgres writes in half the time that it takes to name them. */
type Fields = [
  id: number,
  timestamp: number,
  type: string,
  category: Category,
  origin: string,
  data: Record<string, unknown>,
  read: boolean,
  kept: boolean | null,
];

/** What a statement gives that has {@link bodies}. */
export interface Picked {
  items: Fields[] | null;
}

/** The bodies of the keys in `picked` as one JSON array, newest first; {@link notificationsOf} reads it. Bodies are read for these alone. */
export const bodies = (personId: number | SQL) => sql`
  (select json_agg(json_build_array(n.id, ${msOf(sql`n.shown_at`)}, n.type, n.category, m.origin, n.data,
      coalesce(r.read, n.seq <= m.read), r.kept) order by n.id desc)
    from picked join mine m on m.id = picked.feed_id
    join notification n on n.feed_id = picked.feed_id and n.seq = picked.seq
    left join receipt r on r.person_id = ${personId} and r.feed_id = n.feed_id and r.seq = n.seq) as items`;

export const notificationsOf = ({ items }: Picked): Notification[] =>
  (items ?? []).map(([id, timestamp, type, category, origin, data, read, kept]) => ({
    id,
    timestamp,
    type,
    category,
    origin,
    data,
    read,
    ...(kept && { kept }),
  }));
