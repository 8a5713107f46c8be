import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { writtenOnce } from "#db/written-once.ts";
import { announcement } from "#lib/bus/bus.ts";
import { committed, type StoredBy } from "#lib/bus/committed.ts";
import { appendOne, type Alone } from "./append-one.ts";
import { shown, stored, type NewEntry, type Requirement } from "./entry.ts";
import { asVector, wordsOf } from "./words.ts";
import { feedTopic } from "#lib/bus/topics.ts";

/** Entries that are stored all or none. */
export interface Appending {
  entries: readonly NewEntry[];
  requires?: readonly Requirement[];
}

/**
 * Stores notifications: one statement, whose cost does not depend on how many people see them.
 * @returns the id of each entry that has an audience, rising in their order
 * @see docs/decisions/0010-locks-of-the-inbox.md
 */
export async function append(db: Db, entries: readonly NewEntry[]): Promise<number[]> {
  const [ids = []] = await appendEach(db, [{ entries }]);
  return ids;
}

/**
 * As {@link append}, for several at once. Where somebody's requirements do not hold, nothing is stored, and the statement is asked
 * again without them. What most publishes are has a statement of its own.
 * @returns for each what {@link append} gives, and nothing where its requirements do not hold
 */
export async function appendEach(db: Db, all: readonly Appending[]): Promise<(number[] | undefined)[]> {
  const alone = aloneIn(all);
  if (alone) return [await appendOne(db, alone)];
  const entries = all.flatMap(({ entries }) => entries);
  const columns = columnsOf(entries);
  if (columns.entry.length === 0) return all.map(() => []);
  const required = all.flatMap(({ requires = [] }, nth) => requires.map((one) => ({ ...one, nth })));
  const [row] = await ask(db, {
    ...columns,
    asking: required.map(({ nth }) => nth),
    required: required.map(({ origin }) => origin),
    members: required.map(({ member = null }) => member),
  });
  if (!row) throw new Error("an aggregate gave no row");
  if (row.refused) {
    const refused = new Set(row.refused);
    const others = await appendEach(
      db,
      all.filter((_, nth) => !refused.has(nth)),
    );
    return all.map((_, nth) => (refused.has(nth) ? undefined : others.shift()));
  }
  committed(db, row.topics, storedBy(columns, entries, row.ids));
  let given = 0;
  return all.map(({ entries }) => {
    const many = entries.filter(({ audience }) => audience.length > 0).length;
    return row.ids.slice(given, (given += many));
  });
}

/** One entry for one audience, which requires one thing at the most, where that is all there is. */
function aloneIn(all: readonly Appending[]): Alone | undefined {
  const { entries = [], requires = [] } = all[0] ?? {};
  const [entry] = entries;
  if (all.length > 1 || entries.length > 1 || requires.length > 1 || typeof entry?.audience !== "string")
    return undefined;
  return { entry, audience: entry.audience, requirement: requires[0] };
}

/** What the statement is given: feeds that rise, the entries, and for each entry its copies, in lists of one value each. */
function columnsOf(entries: readonly NewEntry[]) {
  const feeds = new Map<string, { audience: string; origin: string; many: number }>();
  const copies = entries.flatMap(({ audience: audiences, origin }, at) =>
    (typeof audiences === "string" ? [audiences] : [...new Set(audiences)]).map((audience, nth) => {
      const key = `${origin} ${audience}`;
      const feed = feeds.get(key) ?? { audience, origin, many: 0 };
      feeds.set(key, feed);
      feed.many += 1;
      return { feed, place: feed.many, entry: at + 1, first: nth === 0 };
    }),
  );
  const risen = [...feeds.values()];
  return {
    feedAudiences: risen.map(({ audience }) => audience),
    feedOrigins: risen.map(({ origin }) => origin),
    many: risen.map(({ many }) => many),
    audiences: copies.map(({ feed }) => feed.audience),
    origins: copies.map(({ feed }) => feed.origin),
    above: copies.map(({ feed, place }) => feed.many - place),
    entry: copies.map(({ entry }) => entry),
    firsts: copies.map(({ first }) => Number(first)),
    types: entries.map(({ type }) => type),
    categories: entries.map(({ category }) => category),
    data: JSON.stringify(entries.map(({ data }) => data)),
    shownAt: entries.map(({ shownAt }) => shownAt.toISOString()),
    words: entries.map((entry) => asVector(wordsOf(entry))),
  };
}

/** Tells what went into a feed, as lists show it to whoever has done nothing with it. */
function storedBy(columns: Columns, entries: readonly NewEntry[], ids: readonly number[]): StoredBy {
  let copies: ReturnType<typeof copiesByFeed> | undefined;
  return ({ feedId, head, origin, audience }) => {
    copies ??= copiesByFeed(columns, entries, ids);
    const inIt = copies.get(`${origin} ${audience}`) ?? [];
    return inIt.map(({ above, notification }) => stored(feedId, head - above, notification));
  };
}

/** Each copy, and how many of its feed's lie above it; by origin and audience. */
function copiesByFeed({ entry, audiences, above }: Columns, entries: readonly NewEntry[], ids: readonly number[]) {
  const given = ids.values();
  const notifications = entries.map((each) => {
    const id = each.audience.length > 0 ? given.next().value : undefined;
    return id === undefined ? id : shown(each, id);
  });
  const copies = entry.flatMap((nth, copy) => {
    const notification = notifications[nth - 1];
    return notification ? { audience: audiences[copy], above: above[copy] ?? 0, notification } : [];
  });
  return Map.groupBy(copies, ({ audience, notification }) => `${notification.origin} ${audience}`);
}

type Columns = ReturnType<typeof columnsOf>;
type Values = Columns & { asking: number[]; required: string[]; members: (number | null)[] };

/**
 * `raised` locks the feeds in one order for everybody, so two publishes never wait for each other, and the lock orders
 * commits: no seq becomes visible below one that already is. Ids are drawn after it and in the order of the entries, since the
 * sort comes between, before which Postgres calls nothing volatile; an entry's further copies have the id of its first.
 * What is required is looked up row by row, by keys, however many rows the planner takes its list for.
 */
const ask = writtenOnce<Values, { refused: number[] | null; ids: number[]; topics: string[] }>(
  (value) => sql`
  with refused as materialized (
    select asking from unnest(${value("asking")}::int[], ${value("required")}::text[], ${value("members")}::bigint[]) as r(asking, origin, member)
    where (select name from origin where name = r.origin) is null
      or r.member is not null and (select person_id from membership m where m.person_id = r.member and m.origin = r.origin) is null
  ), raised as (
    insert into feed (audience, origin, head)
    select * from unnest(${value("feedAudiences")}::text[], ${value("feedOrigins")}::text[], ${value("many")}::bigint[]) as f(audience, origin, many)
    where not exists (select from refused) order by audience, origin
    on conflict (audience, origin) do update set head = feed.head + excluded.head
    returning id, audience, origin, head
  ), stored as (
    insert into notification (feed_id, seq, id, type, category, data, shown_at, words) overriding system value
    select f.id, f.head - c.above, case c.first when 1 then nextval('notification_id_seq') else currval('notification_id_seq') end,
      e.type, e.category, e.data, e.shown_at::timestamptz, e.words::tsvector
    from unnest(${value("entry")}::int[], ${value("firsts")}::int[], ${value("audiences")}::text[], ${value("origins")}::text[], ${value("above")}::bigint[])
        with ordinality as c(entry, first, audience, origin, above, place)
      join raised f using (audience, origin)
      join rows from (
        unnest(${value("types")}::text[]), unnest(${value("categories")}::text[]), jsonb_array_elements(${value("data")}::jsonb),
        unnest(${value("shownAt")}::text[]), unnest(${value("words")}::text[])
      ) with ordinality as e(type, category, data, shown_at, words, entry) using (entry)
    order by c.place
    returning id
  ), announced as (
    select array_agg(topic) as topics, count(${announcement(sql`topic`)}) as feeds from (select ${feedTopic} as topic from raised) as named
  )
  select (select array_agg(distinct asking) from refused) as refused, (select array_agg(distinct id) from stored) as ids, topics
  from announced where feeds >= 0`,
);
