import { sql } from "drizzle-orm";
import { msOf } from "#db/ms-of.ts";
import type { Db } from "#db/client.ts";
import { writtenOnce } from "#db/written-once.ts";
import type { Notification } from "#lib/inbox/schema.ts";
import { encodeEvent } from "./event.ts";

/** A stretch of a feed: what lies above `after`, up to and including `upTo`. */
export interface Stretch {
  feedId: number;
  after: number;
  upTo: number;
}

/** A notification that has arrived: its place, and its event without the id hub. */
export interface Arrival {
  feedId: number;
  seq: number;
  id: number;
  event: string;
}

/** More than this at once is not told one by one: the reader fetches the lists again. */
export const mostArrivals = 200;

type Row = Notification & { feedId: number; seq: number } & Record<string, unknown>;

const columns = sql`
  n.id, ${msOf(sql`n.shown_at`)} as timestamp, n.type, n.category, f.origin, n.data, n.feed_id as "feedId", n.seq`;

/** The notifications of a stretch `s` of the feed `f`, down the index whatever the planner makes of the numbers. */
const within = sql`
  cross join lateral (
    select * from notification n
    where n.feed_id = f.id and n.seq > greatest(s.after, f.floor) and n.seq <= s."upTo" order by n.seq limit ${mostArrivals}
  ) as n`;

const arrival = ({ feedId, seq, id, timestamp, type, category, origin, data, read }: Row): Arrival => ({
  feedId,
  seq,
  id,
  event: encodeEvent("notification", { id, timestamp, type, category, origin, data, read }),
});

/** What has arrived in some feeds, once for all who see it: nobody can have read or cleared it yet. By rising id. */
export async function readArrivals(db: Db, stretches: readonly Stretch[]): Promise<Arrival[]> {
  if (stretches.length === 0) return [];
  return (await arrived(db, { stretches: JSON.stringify(stretches) })).map(arrival);
}

const arrived = writtenOnce<{ stretches: string }, Row>(
  (value) => sql`
    select ${columns}, false as read
    from jsonb_to_recordset(${value("stretches")}::jsonb) as s("feedId" bigint, after bigint, "upTo" bigint)
    join feed f on f.id = s."feedId" ${within}
    order by n.id, n.feed_id`,
);

/** A stretch that one reader missed; `reader` tells them apart. */
export interface Missed extends Stretch {
  reader: number;
  personId: number;
}

/** What several readers missed, as each sees it in their lists: read or not, and not what they cleared. By rising id. */
export async function readMissed(db: Db, missed: readonly Missed[]): Promise<Map<number, Arrival[]>> {
  const found = new Map<number, Arrival[]>();
  if (missed.length === 0) return found;
  const rows = await db.execute<Row & { reader: number }>(sql`
    select ${columns}, s.reader, coalesce(r.read, n.seq <= c.read, false) as read
    from jsonb_to_recordset(${JSON.stringify(missed)}::jsonb) as s(reader int, "personId" bigint, "feedId" bigint, after bigint, "upTo" bigint)
    join feed f on f.id = s."feedId" ${within}
    left join cursor c on c.person_id = s."personId" and c.feed_id = f.id
    left join receipt r on r.person_id = s."personId" and r.feed_id = n.feed_id and r.seq = n.seq
    where n.seq > coalesce(c.cleared, 0) and r.dismissed_at is null
    order by n.id, n.feed_id`);
  for (const row of rows) {
    const one = found.get(row.reader) ?? [];
    found.set(row.reader, one);
    one.push(arrival(row));
  }
  return found;
}
