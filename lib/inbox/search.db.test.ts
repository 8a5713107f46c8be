import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import { append } from "./append.ts";
import { indexWords } from "./index-words.ts";
import { list } from "./list.ts";
import { newPerson } from "./test/person.ts";
import { fold, queryOf } from "./words.ts";

const database = scratchDatabase();

it("finds what was stored before there were words, once somebody has gone through it", async () => {
  const ctx = await newPerson(database());
  const entry = (title: string) => ({
    audience: "everyone",
    origin: "hub",
    type: "note",
    category: "info" as const,
    data: { title },
    shownAt: new Date(),
  });
  const made = await append(
    ctx.db,
    Array.from({ length: 501 }, (_, n) => entry(n === 0 ? "It's Łódź \\ 'core/node/1.2.3'" : `note ${n}`)),
  );
  const find = async (q: string) =>
    (await list(ctx, { limit: 200, q: queryOf(q) })).groups.flatMap(({ notifications }) =>
      notifications.map(({ id }) => id),
    );
  const searches = ["lodz", "core/node/1.2.3", "node/1.2"];
  for (const q of searches) expect(await find(q)).toEqual([made[0]]);
  await ctx.db.execute(sql`update notification set words = null`);
  expect(await find("lodz")).toEqual([]);
  expect(await indexWords(ctx)).toBe(501);
  for (const q of searches) expect(await find(q)).toEqual([made[0]]);
  expect(await find("note 500")).toEqual([made[500]]);
  expect(await indexWords(ctx)).toBe(0);
});

it("folds letters as unaccent does", async () => {
  const { db } = database();
  await db.execute(sql`create extension unaccent`);
  const all = Array.from({ length: 0x250 - 0xc0 }, (_, n) => String.fromCodePoint(0xc0 + n).toLowerCase()).filter(
    (letter) => /\p{L}/u.test(letter),
  );
  const [row] = await db.execute<{ folded: string[] }>(
    sql`select array(select lower(unaccent(l)) from unnest(${sql.param(all)}::text[]) with ordinality as t(l, n) order by n) as folded`,
  );
  // What unaccent leaves alone may be folded too.
  const other = all.filter((letter, n) => row?.folded[n] !== letter && row?.folded[n] !== fold(letter));
  expect(other).toEqual([]);
});
