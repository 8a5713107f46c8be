import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { transaction } from "#lib/bus/committed.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import { append, appendEach } from "./append.ts";
import type { NewEntry, Requirement } from "./entry.ts";
import { newPerson } from "./test/person.ts";
import { everyone, originAudience, userAudience } from "./audience.ts";

const database = scratchDatabase();

const entry = (audience: NewEntry["audience"], n: number, origin = "core"): NewEntry => ({
  audience,
  origin,
  type: "note",
  category: "info",
  data: { n },
  shownAt: new Date(1_512_687_331_658),
});

const heads = () =>
  database().db.execute<{ audience: string; origin: string; head: number }>(
    sql`select audience, origin, head from feed order by id`,
  );

/** Where each came to lie, its copies in the order in which they were stored. */
async function places(ids: readonly number[]): Promise<[audience: string, origin: string, seq: number][]> {
  const found: [string, string, number][] = [];
  for (const id of ids)
    for (const { audience, origin, seq } of await database().db.execute<{
      audience: string;
      origin: string;
      seq: number;
    }>(
      sql`select audience, origin, seq from notification n join feed f on f.id = feed_id where n.id = ${id} order by n.ctid`,
    ))
      found.push([audience, origin, seq]);
  return found;
}

describe("append", () => {
  it("numbers each feed densely, and gives ids that rise in the order of the entries", async () => {
    const { db } = database();
    const [core, dev] = [originAudience("core"), originAudience("dev")];
    const made = await append(db, [entry(dev, 1), entry(core, 2), entry(dev, 3), entry(core, 4, "other")]);
    const next = await append(db, [entry(dev, 5)]);
    expect(await places([...made, ...next])).toEqual([
      [dev, "core", 1],
      [core, "core", 1],
      [dev, "core", 2],
      [core, "other", 1],
      [dev, "core", 3],
    ]);
    expect(made).toEqual(made.toSorted((a, b) => a - b));
    expect(next[0]).toBeGreaterThan(made[3] ?? 0);
    const stored = await db.execute<{ n: number; shown: number }>(sql`
      select (data->>'n')::int as n, (extract(epoch from shown_at) * 1000)::bigint as shown from notification order by id`);
    expect(stored.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
    expect(stored[0]?.shown).toBe(1_512_687_331_658);
  });

  it("gives the copies for several audiences one id, each audience once", async () => {
    const [a, b] = [userAudience("local", "a"), userAudience("jupyterhub", "b")];
    const made = await append(database().db, [entry([b, a, b], 1), entry([], 2), entry(everyone, 3), entry([a, b], 4)]);
    expect(made).toHaveLength(3);
    expect(made).toEqual(made.toSorted((one, other) => one - other));
    expect(await places(made)).toEqual([
      [b, "core", 1],
      [a, "core", 1],
      [everyone, "core", 1],
      [a, "core", 2],
      [b, "core", 2],
    ]);
  });

  it("stores one by itself as it stores it with others", async () => {
    const { db } = database();
    const told = {
      ...entry(everyone, 7, "alone"),
      category: "error" as const,
      data: { title: "node", message: "built" },
    };
    const ids = [...(await append(db, [told])), ...(await append(db, [told, told]))];
    const rows = await db.execute<{ id: number; seq: number; rest: string }>(sql`
      select n.id, seq, (to_jsonb(n) - '{id,seq,created_at}'::text[])::text as rest
      from notification n join feed f on f.id = feed_id where f.origin = 'alone' order by seq`);
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(new Set(rows.map(({ rest }) => rest)).size).toBe(1);
  });

  it.each([1, 2])("stores nothing where what is required does not hold: %i at once", async (many) => {
    const { db } = database();
    const [origin, known] = [`required-${many}`, `known-${many}`];
    const member = (await newPerson(database())).actor.personId;
    await db.execute(sql`insert into origin (name) values (${known})`);
    await db.execute(sql`insert into membership (person_id, origin, source) values (${member}, ${known}, 'admin')`);
    const entries = Array.from({ length: many }, (_, n) => entry(everyone, n, origin));
    const stored = async (requires: Requirement[]) => (await appendEach(db, [{ entries, requires }]))[0]?.length;
    expect(await stored([{ origin: "nobody's" }])).toBeUndefined();
    expect(await stored([{ origin: "nobody's", member }])).toBeUndefined();
    expect(await stored([{ origin: known, member: member + 1 }])).toBeUndefined();
    expect((await heads()).filter((feed) => feed.origin === origin)).toEqual([]);
    expect(await stored([{ origin: known }])).toBe(many);
    expect(await stored([{ origin: known, member }])).toBe(many);
    expect(await heads()).toContainEqual({ audience: everyone, origin, head: many * 2 });
  });

  it("does nothing for no entries, and leaves no trace of a transaction that rolls back", async () => {
    const { db } = database();
    expect(await append(db, [])).toEqual([]);
    const before = await heads();
    const failed = transaction(db, async (tx) => {
      await append(tx, [entry(everyone, 1, "gone")]);
      throw new Error("back");
    });
    await expect(failed).rejects.toThrow("back");
    expect(await heads()).toEqual(before);
  });

  it("stays dense and deadlock-free when many publish to the same feeds in different orders", async () => {
    const { db } = database();
    const audiences = ["x", "y", "z"].map(originAudience);
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        append(
          db,
          (n % 2 ? audiences : audiences.toReversed()).map((audience) => entry(audience, n, "race")),
        ),
      ),
    );
    const feeds = await db.execute<{ head: number; stored: number; rising: boolean }>(sql`
      select head, (select count(*) from notification n where n.feed_id = f.id) as stored,
        (select bool_and(n.id > coalesce(before, 0)) from (select id, lag(id) over (order by seq) as before from notification n where n.feed_id = f.id) n) as rising
      from feed f where origin = 'race'`);
    expect(feeds).toHaveLength(3);
    for (const feed of feeds) expect(feed).toMatchObject({ head: 40, stored: 40, rising: true });
  });

  it("announces the feeds it touched, once committed", async () => {
    const { sql: client, db } = database();
    const heard: string[] = [];
    const listening = await client.listen("belfry", (topic) => heard.push(topic));
    await append(db, [entry(everyone, 1, "loud"), entry(everyone, 2, "loud")]);
    const [feed] = await db.execute<{ id: number }>(sql`select id from feed where origin = 'loud'`);
    await expect.poll(() => heard).toEqual([`feed ${feed?.id} 2 loud everyone`]);
    await listening.unlisten();
  });
});
