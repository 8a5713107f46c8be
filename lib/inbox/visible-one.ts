import { sql, type SQL } from "drizzle-orm";
import { mine } from "./mine.ts";

/** Where one visible notification of the person's lies, as a subquery `(feed_id, seq)`; no row if it shows them none. Without an origin it is sought in all. */
export function visibleOne(personId: number, { origin, id }: { origin?: string | undefined; id: number }): SQL {
  return sql`
    select n.feed_id, n.seq from (${mine(personId, origin)}) as m
    join notification n on n.id = ${id} and n.feed_id = m.id and n.seq > m.base
    left join receipt r on r.person_id = ${personId} and r.feed_id = n.feed_id and r.seq = n.seq
    where (n.seq > m.low or r.kept is not null) and r.dismissed_at is null`;
}
