import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { writtenOnce } from "#db/written-once.ts";
import { announcement } from "#lib/bus/bus.ts";
import { committed } from "#lib/bus/committed.ts";
import { asVector, wordsOf } from "./words.ts";
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

/** What has to hold for entries to be stored: an origin that somebody registered, and who has to belong to it, if anybody. */
export interface Requirement {
  origin: string;
  member?: number | undefined;
}

/** Entries that are stored all or none. */
export interface Appending {
  entries: readonly NewEntry[];
  requires?: readonly Requirement[];
}

/**
 * Stores notifications: one statement, whose cost does not depend on how many people see them.
 * @returns one item for each entry and audience, in their order; ids rise in the order of the entries
 * @see docs/decisions/0010-locks-of-the-inbox.md
 */
export async function append(db: Db, entries: readonly NewEntry[]): Promise<Appended[]> {
  const [appended = []] = await appendEach(db, [{ entries }]);
  return appended;
}

/** As {@link append}, for several at once. @returns for each what {@link append} gives, and nothing where its requirements do not hold */
export async function appendEach(db: Db, all: readonly Appending[]): Promise<(Appended[] | undefined)[]> {
  const given = all.flatMap(({ entries }, nth) =>
    entries.map(({ audience, ...entry }) => ({
      ...entry,
      nth,
      words: asVector(wordsOf(entry)),
      audiences: typeof audience === "string" ? [audience] : [...new Set(audience)],
    })),
  );
  if (given.length === 0) return all.map(() => []);
  const requires = all.flatMap(({ requires: each = [] }, nth) => each.map((one) => ({ ...one, nth })));
  const rows = await db.execute<Appended & { nth: number; topic: string } & Record<string, unknown>>(
    statement({
      entries: JSON.stringify(given.map((entry, ord) => ({ ...entry, ord }))),
      requires: JSON.stringify(requires),
    }),
  );
  committed(db, new Set(rows.map(({ topic }) => topic)));
  const appended = all.map(({ entries }): Appended[] | undefined => (entries.length > 0 ? undefined : []));
  for (const { nth, id, audience, seq } of rows) (appended[nth] ??= []).push({ id, audience, seq });
  return appended;
}

/**
 * `raised` locks the feeds in one order for everybody, so two publishes never wait for each other, and the lock orders
 * commits: no seq becomes visible below one that already is. Ids are drawn after it, so they rise within a feed too.
 * Postgres skips what nobody reads; therefore `numbered` counts `raised` and the last lines read `announced`.
 * What is required is looked up row by row, by keys, however many rows the planner takes its list for.
 */
const statement = writtenOnce<{ entries: string; requires: string }>(
  (value) => sql`
  with refused as materialized (
    select nth from jsonb_to_recordset(${value("requires")}::jsonb) as r(nth int, origin text, member bigint)
    where (select name from origin where name = r.origin) is null
      or r.member is not null and (select person_id from membership m where m.person_id = r.member and m.origin = r.origin) is null
  ), entry as materialized (
    select e.*, a.audience, a.place
    from jsonb_to_recordset(${value("entries")}::jsonb)
      as e(nth int, ord int, audiences jsonb, origin text, type text, category text, data jsonb, "shownAt" timestamptz, words text)
    cross join jsonb_array_elements_text(e.audiences) with ordinality as a(audience, place)
    where e.nth not in (select nth from refused)
  ), raised as (
    insert into feed (audience, origin, head)
    select audience, origin, count(*) from entry group by audience, origin order by audience, origin
    on conflict (audience, origin) do update set head = feed.head + excluded.head
    returning id, audience, origin, head
  ), numbered as materialized (
    select ord, nextval((select pg_get_serial_sequence('notification', 'id'))::regclass) as id
    from (select distinct ord from entry where (select count(*) from raised) > 0 order by ord) as drawn
  ), placed as (
    select nth, ord, place, n.id, f.id as feed_id, audience, e.type, e.category, e.data, e."shownAt", e.words,
      f.head - count(*) over feed + row_number() over (feed order by ord) as seq
    from entry e join raised f using (audience, origin) join numbered n using (ord)
    window feed as (partition by f.id)
  ), stored as (
    insert into notification (feed_id, seq, id, type, category, data, shown_at, words) overriding system value
    select feed_id, seq, id, type, category, data, "shownAt", words::tsvector from placed
  ), named as materialized (
    select id as feed_id, ${feedTopic} as topic from raised
  ), announced as (
    select count(${announcement(sql`topic`)}) as feeds from named
  )
  select nth, id, audience, seq, topic from placed join named using (feed_id)
  where (select feeds from announced) > 0 order by ord, place`,
);
