import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { announcement } from "#lib/bus/bus.ts";
import { committed } from "#lib/bus/committed.ts";
import { feedTopic } from "#lib/bus/topics.ts";

/**
 * One notification to store. Several audiences get a copy each, under one id.
 * @see docs/decisions/0011-copies-share-an-id.md
 */
export interface NewEntry {
  audience: string | readonly string[];
  origin: string;
  type: string;
  category: "info" | "success" | "warning" | "error";
  data: object;
  /** When it happened, by the publisher's word. */
  shownAt: Date;
}

/** Where an entry came to lie: `id` is the public number, `seq` its place in the feed of audience and origin. */
export interface Appended {
  id: number;
  audience: string;
  seq: number;
}

/**
 * Stores notifications: one statement, whose cost does not depend on how many people see them.
 * @returns one item for each entry and audience, in their order; ids rise in the order of the entries
 * @see docs/decisions/0010-locks-of-the-inbox.md
 */
export async function append(db: Db, entries: readonly NewEntry[]): Promise<Appended[]> {
  if (entries.length === 0) return [];
  const given = entries.map(({ audience, ...entry }, ord) => ({
    ...entry,
    ord,
    audiences: [...new Set(typeof audience === "string" ? [audience] : audience)],
  }));
  const rows = await db.execute<{ id: number; audience: string; seq: number; topic: string }>(
    statement(JSON.stringify(given)),
  );
  committed(db, new Set(rows.map(({ topic }) => topic)));
  return rows.map(({ id, audience, seq }) => ({ id, audience, seq }));
}

/**
 * `raised` locks the feeds in one order for everybody, so two publishes never wait for each other, and the lock orders
 * commits: no seq becomes visible below one that already is. Ids are drawn after it, so they rise within a feed too.
 * Postgres skips what nobody reads; therefore `numbered` counts `raised` and the last lines read `announced`.
 */
const statement = (entries: string) => sql`
  with entry as materialized (
    select e.*, a.audience, a.nth
    from jsonb_to_recordset(${entries}::jsonb)
      as e(ord int, audiences jsonb, origin text, type text, category text, data jsonb, "shownAt" timestamptz)
    cross join jsonb_array_elements_text(e.audiences) with ordinality as a(audience, nth)
  ), raised as (
    insert into feed (audience, origin, head)
    select audience, origin, count(*) from entry group by audience, origin order by audience, origin
    on conflict (audience, origin) do update set head = feed.head + excluded.head
    returning id, audience, origin, head
  ), numbered as materialized (
    select ord, nextval(pg_get_serial_sequence('notification', 'id')) as id
    from (select distinct ord from entry where (select count(*) from raised) > 0 order by ord) as drawn
  ), placed as (
    select ord, nth, n.id, f.id as feed_id, audience, e.type, e.category, e.data, e."shownAt",
      f.head - count(*) over feed + row_number() over (feed order by ord) as seq
    from entry e join raised f using (audience, origin) join numbered n using (ord)
    window feed as (partition by f.id)
  ), stored as (
    insert into notification (feed_id, seq, id, type, category, data, shown_at) overriding system value
    select feed_id, seq, id, type, category, data, "shownAt" from placed
  ), named as materialized (
    select id as feed_id, ${feedTopic} as topic from raised
  ), announced as (
    select count(${announcement(sql`topic`)}) as feeds from named
  )
  select id, audience, seq, topic from placed join named using (feed_id)
  where (select feeds from announced) > 0 order by ord, nth`;
