import fc from "fast-check";
import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { openDatabase } from "#db/client.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import { sequences } from "#db/test/sequences.ts";
import { settled, twoInstances } from "#lib/bus/test/two-instances.ts";
import type { Ctx } from "#lib/ctx.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { append } from "./append.ts";
import type { NewEntry } from "./entry.ts";
import { keepBodies } from "./kept-bodies.ts";
import { list, listText, type Asked, type Group } from "./list.ts";
import { purge } from "./purge.ts";
import type { Notification } from "./schema.ts";
import { Both, newPeople, step } from "./test/both.ts";
import { deeds, newPlace, perform } from "./test/deeds.ts";
import { newPerson } from "./test/person.ts";
import { verbs } from "./test/verbs.ts";

const scratch = scratchDatabase();
const instance = twoInstances(() => scratch().url);
let who: { people: Ctx[]; admin: Ctx };
beforeAll(async () => {
  who = await newPeople(scratch());
});

const at = (nth: number, ctx: Ctx): Ctx => ({ ...ctx, db: instance(nth).database.db });
/** Of each instance, as long as all tests. */
const kept = [keepBodies(), keepBodies()] as const;
const bodiesOf = ({ db }: Pick<Ctx, "db">) => kept[instance(1).database.db === db ? 1 : 0];

/** Both ways at one moment. */
const compared = ({ db, actor }: Pick<Ctx, "db" | "actor">, asked: Asked, bodies = bodiesOf({ db })) =>
  db.transaction(
    async (tx) => {
      const { version, groups, ...listed } = await list({ db: tx, actor }, asked);
      const written = await listText({ db: tx, actor, bodies }, asked);
      expect(written).toEqual({ ...listed, text: JSON.stringify(groups) });
      return { version, groups, ...listed };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );

it("lists what is read anew, letter for letter, on two instances, whatever happened", async () => {
  const steps = fc.array(fc.record({ given: step, nth: fc.nat(1) }), { minLength: 10, maxLength: 30, size: "max" });
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const both = new Both(who);
      await both.start();
      for (const { given, nth } of all) {
        both.askThrough({ ...verbs, list: compared }, instance(nth).database.db);
        await both.take(given);
        await settled(instance, 1 - nth);
        both.askThrough({ ...verbs, list: compared }, instance(1 - nth).database.db);
        await both.compareBriefly();
        if (given.do !== "publish" && given.do !== "look") await both.compare();
      }
    }),
    { numRuns: sequences(4), endOnFailure: false },
  );
  expect(kept[0].size).toBeGreaterThan(0);
}, 300_000);

it("does so while others change the same inboxes", async () => {
  const script = fc.array(fc.constantFrom(...deeds, "purge" as const), { minLength: 6, maxLength: 12 });
  let origins = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(script, { minLength: 4, maxLength: 4 }), async (scripts) => {
      const place = await newPlace(verbs, who.admin, scratch(), `raced-${++origins}`);
      let busy = true;
      const reading = [0, 1].map(async (nth) => {
        while (busy) await compared(at(nth, place.ctx), { limit: 50 });
      });
      const acting = scripts.map(async (all, nth) => {
        for (const deed of all)
          if (deed === "purge") await purge(at(nth % 2, who.admin), { retentionDays: 0 });
          else await perform(verbs, deed, { place, admin: who.admin, at: (ctx) => at(nth % 2, ctx) });
      });
      try {
        await Promise.all(acting);
      } finally {
        busy = false;
        await Promise.all(reading);
      }
    }),
    { numRuns: sequences(4), endOnFailure: true },
  );
}, 300_000);

/** Everybody sees what other tests left. */
const of = (origin: string, groups: readonly Group[]): Notification[] =>
  groups.find((group) => group.origin === origin)?.notifications ?? [];

/** Somebody who has these in their inbox. */
async function somebodyWith(origin: string, ...all: NewEntry["data"][]): Promise<{ ctx: Ctx; ids: number[] }> {
  const ctx = await newPerson(scratch());
  await registerOrigin(who.admin, { name: origin });
  const audience = `user:local:${ctx.actor.username}`;
  const entry = (data: NewEntry["data"]): NewEntry => {
    return { audience, origin, type: "note", category: "info", data, shownAt: new Date() };
  };
  return { ctx, ids: await append(scratch().db, all.map(entry)) };
}

it("writes whatever JSON there is as it was", async () => {
  const odd = [
    { 2: "b", 1: "a", ["__proto__"]: { deep: [null, 1e21, -0, 1.5e-7] } },
    { title: '\u2028 \ud83d\ude00 "quoted" \\ </script> \u0001 Łódź' },
    {},
  ];
  const { ctx } = await somebodyWith("odd", ...odd);
  const first = await compared(ctx, { limit: 200 });
  expect(of("odd", first.groups)).toHaveLength(3);
  expect(await compared(ctx, { limit: 200 })).toEqual(first);
});

it("does not read what it has written out before", async () => {
  const { ctx, ids } = await somebodyWith("before", { text: "one" });
  const bodies = keepBodies();
  await listText({ ...ctx, bodies }, { limit: 200 });
  const [id = 0] = ids;
  const body = bodies.get(id);
  if (body) bodies.set(id, { ...body, text: body.text.replace("one", "as kept") });
  expect((await listText({ ...ctx, bodies }, { limit: 200, unmuted: true })).text).toContain("as kept");
});

it("reads again what somebody wrote anew, and what was published under the same id in another past", async () => {
  const { ctx, ids } = await somebodyWith("anew", { text: "one" }, { text: "two" });
  const texts = async () => of("anew", (await compared(ctx, { limit: 200 })).groups).map(({ data }) => data["text"]);
  expect(await texts()).toEqual(["two", "one"]);
  await scratch().db.execute(sql`update notification set data = '{"text":"three"}' where id = ${ids[1]}`);
  expect(await texts()).toEqual(["three", "one"]);
  const body = bodiesOf(ctx).get(ids[0] ?? 0);
  await scratch().db.execute(sql`
    with gone as (delete from notification where id = ${ids[0]} returning *)
    insert into notification (feed_id, seq, id, type, category, data, shown_at, created_at) overriding system value
    select feed_id, seq, id, type, category, '{"text":"four"}', shown_at, created_at + interval '1 microsecond' from gone`);
  // A database that went back may give out a number of a transaction again.
  const [now] = await scratch().db.execute<{ tx: number }>(
    sql`select xmin::text::bigint as tx from notification where id = ${ids[0]}`,
  );
  if (body && now) bodiesOf(ctx).set(ids[0] ?? 0, { ...body, tx: now.tx });
  expect(await texts()).toEqual(["three", "four"]);
});

it("reads all again where something went between the keys and what is not kept", async () => {
  const { ctx, ids } = await somebodyWith("between", { text: "one" }, { text: "two" });
  // One connection: statements come in the order in which they are asked.
  const { db, close } = openDatabase(scratch().url, { max: 1 });
  try {
    const [listed] = await Promise.all([
      listText({ ...ctx, db, bodies: keepBodies() }, { limit: 200 }),
      db.execute(sql`delete from notification where id = ${ids[1]}`),
    ]);
    expect(of("between", JSON.parse(listed.text) as Group[]).map(({ id }) => id)).toEqual([ids[0]]);
  } finally {
    await close();
  }
});
