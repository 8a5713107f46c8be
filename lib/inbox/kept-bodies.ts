import { sql, type SQL } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { Db } from "#db/client.ts";
import { msOf } from "#db/ms-of.ts";
import { writtenOnce } from "#db/written-once.ts";
import type { Category } from "./schema.ts";

/** A notification as it is written out, but for what somebody did to it. */
interface Body {
  tx: number;
  createdS: number;
  origin: string;
  text: string;
}

/**
 * The notifications that this instance last wrote out, by their ids; copies share theirs.
 * @see docs/decisions/0042-bodies-kept.md
 */
export type KeptBodies = LRUCache<number, Body>;

/** Some fifty thousand. */
const mostCharacters = 16 * 2 ** 20;
/** What one takes beside its text. */
const overhead = 150;

export const keepBodies = (): KeptBodies =>
  new LRUCache({ maxSize: mostCharacters, sizeCalculation: ({ text }) => text.length + overhead });

/**
 * A key in `picked`, and what it is to the person. The very row it stands for is told by `tx`, which is another one as soon as somebody
 * writes it anew, and by `createdS`, where a database that went back in time gives out the same numbers again.
 */
export type Key = [id: number, feedId: number, tx: number, createdS: number, read: 0 | 1, kept?: 0 | 1];

/** The keys in `picked`, in no order. Put together as text, which takes Postgres a third of what its functions for JSON do. */
export const keys = (personId: number | SQL) => sql`
  ('[' || (select string_agg('[' || concat_ws(',', p.id, p.feed_id, p.tx, date_part('epoch', p.created_at),
      coalesce(r.read, p.seq <= m.read)::int, r.kept::int) || ']', ',')
    from picked p join mine m on m.id = p.feed_id
    left join receipt r on r.person_id = ${personId} and r.feed_id = p.feed_id and r.seq = p.seq) || ']')::json as items`;

type Read = [
  id: number,
  tx: number,
  createdS: number,
  timestamp: number,
  type: string,
  category: Category,
  origin: string,
  data: object,
];

const readBodies = writtenOnce<{ ids: number[]; feeds: number[] }, { items: Read[] | null }>(
  (value) => sql`
    select json_agg(json_build_array(n.id, n.xmin::text::bigint, date_part('epoch', n.created_at), ${msOf(sql`n.shown_at`)},
      n.type, n.category, f.origin, n.data)) as items
    from unnest(${value("ids")}::bigint[], ${value("feeds")}::bigint[]) as wanted(id, feed_id)
    join notification n on n.id = wanted.id and n.feed_id = wanted.feed_id join feed f on f.id = n.feed_id`,
);

const isOf = ([, , tx, createdS]: Key, body: Body | undefined): body is Body =>
  body?.tx === tx && body.createdS === createdS;

/**
 * The notifications of these keys, grouped by origin as `list` does it, as JSON. Those that are not kept are read, and kept.
 * @returns nothing where one of them was changed or went since the keys were read
 */
export async function writtenOut(db: Db, kept: KeptBodies, picked: readonly Key[]): Promise<string | undefined> {
  const bodies = new Map(picked.map(([id]) => [id, kept.get(id)]));
  const missing = picked.filter((key) => !isOf(key, bodies.get(key[0])));
  if (missing.length > 0) {
    const asked = { ids: missing.map(([id]) => id), feeds: missing.map(([, feedId]) => feedId) };
    const [row] = await readBodies(db, asked);
    for (const [id, tx, createdS, timestamp, type, category, origin, data] of row?.items ?? []) {
      const text = JSON.stringify({ id, timestamp, type, category, origin, data }).slice(0, -1);
      bodies.set(id, { tx, createdS, origin, text });
      kept.set(id, { tx, createdS, origin, text });
    }
  }
  const groups = new Map<string, string>();
  for (const key of picked) {
    const [id, , , , read, isKept] = key;
    const body = bodies.get(id);
    if (!isOf(key, body)) return undefined;
    const before = groups.get(body.origin);
    const one = `${body.text},"read":${read === 1}${isKept === 1 ? ',"kept":true}' : "}"}`;
    groups.set(body.origin, before === undefined ? one : `${before},${one}`);
  }
  const written = [...groups].map(([origin, all]) => `{"origin":${JSON.stringify(origin)},"notifications":[${all}]}`);
  return `[${written.join()}]`;
}
