import { sql, type SQL } from "drizzle-orm";

/** The audiences of the person `p`, as rows `audience`: the one definition of who sees what. */
export const audiences = sql`
  select 'everyone' as audience
  union all select 'user:' || p.provider || ':' || p.subject
  union all select distinct 'origin:' || m.origin from membership m where m.person_id = p.id`;

/**
 * The feeds a person sees, as a subquery; of one origin alone when it is given. A person has few feeds, so this costs
 * an index look-up each, however much lies in them. Columns: `id, origin, head, floor`, the watermarks `cleared` and
 * `read`, and two that follow: visible is above `low` (unless dismissed), unread above `line` (unless marked).
 */
export function mine(personId: number | SQL, origin?: string | SQL): SQL {
  return sql`
    select f.id, f.origin, f.head, f.floor, coalesce(c.cleared, 0) as cleared, coalesce(c.read, 0) as read,
      greatest(f.floor, c.cleared) as low, greatest(f.floor, c.cleared, c.read) as line
    from person p
    cross join lateral (${audiences}) as a
    join feed f on f.audience = a.audience ${origin === undefined ? sql`` : sql`and f.origin = ${origin}`}
    left join cursor c on c.person_id = p.id and c.feed_id = f.id
    where p.id = ${personId}`;
}

/** Feeds as an As-Of token names them, as rows `(id, head)`. */
export function vectorRows(vector: readonly (readonly [feedId: number, head: number])[]): SQL {
  return sql`select (entry->>0)::bigint as id, (entry->>1)::bigint as head from jsonb_array_elements(${JSON.stringify(vector)}::jsonb) as entry`;
}
