import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { writtenOnce } from "#db/written-once.ts";
import { announcement } from "#lib/bus/bus.ts";
import { committed } from "#lib/bus/committed.ts";
import { feedTopic } from "#lib/bus/topics.ts";
import { shown, stored, type NewEntry, type Requirement } from "./entry.ts";
import { asVector, wordsOf } from "./words.ts";

/** What most publishes are. */
export interface Alone {
  entry: NewEntry;
  audience: string;
  requirement: Requirement | undefined;
}

/**
 * As `append`, for one entry of one audience. Nothing is joined and no list unpacked: a third less of Postgres' processor time, and
 * of this process's, than the statement for many.
 * @returns its id, and nothing where what it requires does not hold
 */
export async function appendOne(db: Db, { entry, audience, requirement }: Alone): Promise<number[] | undefined> {
  const { origin, type, category, data, shownAt } = entry;
  const [row] = await ask(db, {
    ...{ audience, origin, type, category },
    data: JSON.stringify(data),
    shownAt: shownAt.toISOString(),
    words: asVector(wordsOf(entry)),
    required: requirement?.origin ?? null,
    member: requirement?.member ?? null,
  });
  if (!row) return undefined;
  committed(db, [row.topic], ({ feedId, head }) => [stored(feedId, head, shown(entry, row.id))]);
  return [row.id];
}

interface Values extends Record<string, unknown> {
  audience: string;
  origin: string;
  type: string;
  category: string;
  data: string;
  shownAt: string;
  words: string;
  required: string | null;
  member: number | null;
}

/** The feed's lock orders commits, as where there are many; the id is drawn after it. */
const ask = writtenOnce<Values, { id: number; topic: string }>(
  (value) => sql`
  with raised as (
    insert into feed (audience, origin, head)
    select ${value("audience")}, ${value("origin")}, 1
    where (${value("required")}::text is null or exists (select from origin where name = ${value("required")}))
      and (${value("member")}::bigint is null or exists (select from membership where person_id = ${value("member")} and origin = ${value("required")}))
    on conflict (audience, origin) do update set head = feed.head + 1
    returning id, audience, origin, head
  ), stored as (
    insert into notification (feed_id, seq, type, category, data, shown_at, words)
    select id, head, ${value("type")}, ${value("category")}, ${value("data")}::jsonb, ${value("shownAt")}::timestamptz, ${value("words")}::tsvector
    from raised returning id
  ), named as (
    select ${feedTopic} as topic from raised
  )
  select stored.id, topic, ${announcement(sql`topic`)} from stored, named`,
);
