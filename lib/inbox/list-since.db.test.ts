import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import type { Ctx } from "#lib/ctx.ts";
import { join } from "#lib/origins/join.ts";
import { leave } from "#lib/origins/leave.ts";
import { append } from "./append.ts";
import { writeAsOf } from "./as-of.ts";
import { list } from "./list.ts";
import { listSince } from "./list-since.ts";
import { newPerson } from "./test/person.ts";

const database = scratchDatabase();
let other: Database;
beforeAll(() => {
  other = openDatabase(database().url);
});
afterAll(() => other.close());

const everything = async (ctx: Ctx): Promise<number[]> => {
  const ids: number[] = [];
  let before: number | undefined;
  do {
    const page = await list(ctx, { limit: 200, before });
    ids.push(...page.groups.flatMap(({ notifications }) => notifications.map(({ id }) => id)));
    before = page.next;
  } while (before !== undefined);
  return ids.toSorted((a, b) => a - b);
};

it("misses nothing and doubles nothing while others publish, join and leave on two instances", async () => {
  const instances = [database().db, other.db];
  const stays = await newPerson(database());
  const comes = await newPerson(database());
  const goes = await newPerson(database());
  const user = (ctx: Ctx) => `user:local:${ctx.actor.username}`;
  for (const { db, actor } of [stays, goes])
    for (const origin of ["x", "y"]) await join(db, { personId: actor.personId, origin, source: "admin" });

  /** As publishing makes them: by origin, by what depends on it, for chosen people, for everybody. */
  const sends = [
    { audience: "origin:x", origin: "x" },
    { audience: "origin:y", origin: "y" },
    { audience: "origin:y", origin: "x", type: "dep-promoted" },
    { audience: [user(stays), user(comes)], origin: "y" },
    { audience: "everyone", origin: "hub" },
  ];
  const publisher = async (nth: number) => {
    for (let round = 0; round < 25; round++)
      await append(
        instances[nth % 2] as Database["db"],
        Array.from({ length: 1 + ((round + nth) % 4) }, (_, n) => ({
          type: "note",
          ...(sends[(round * 3 + nth + n) % sends.length] as (typeof sends)[number]),
          category: "info" as const,
          data: {},
          shownAt: new Date(),
        })),
      );
  };
  let published = false;
  const seen = async (ctx: Ctx, nth: number) => {
    const ids: number[] = [];
    let since = writeAsOf([]);
    for (let ask = 0, last = false; ; ask++) {
      // What is asked for after the last publish has to have all of it.
      if (published) last = true;
      const db = instances[(nth + ask) % 2] as Database["db"];
      const perOrigin = ask % 3 === 0 ? 2 : undefined;
      const { groups, more, asOf } = await listSince({ ...ctx, db }, { since, limit: 1 + ((ask * 7) % 9), perOrigin });
      ids.push(...groups.flatMap(({ notifications }) => notifications.map(({ id }) => id)));
      since = asOf;
      if (last && !more) return ids;
    }
  };
  const memberships = async () => {
    const { personId } = comes.actor;
    for (const origin of ["x", "y"]) await join(other.db, { personId, origin, source: "admin" });
    await leave(database().db, { personId: goes.actor.personId, origin: "x" });
    await leave(other.db, { personId: goes.actor.personId, origin: "y" });
  };
  const publishing = Promise.all([...Array.from({ length: 4 }, (_, nth) => publisher(nth)), memberships()]).finally(
    () => (published = true),
  );
  const [ofStays, ofComes, ofGoes] = await Promise.all([seen(stays, 0), seen(comes, 1), seen(goes, 0), publishing]);
  for (const [ctx, ids] of [
    [stays, ofStays],
    [comes, ofComes],
  ] as const)
    expect(ids.toSorted((a, b) => a - b)).toEqual(await everything(ctx));
  // Who leaves had been told of some that they see no longer.
  expect(new Set(ofGoes).size).toBe(ofGoes.length);
  expect(ofGoes).toEqual(expect.arrayContaining(await everything(goes)));
});
