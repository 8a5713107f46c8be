import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { sequences } from "#db/test/sequences.ts";
import { settled } from "#lib/bus/test/two-instances.ts";
import type { Ctx } from "#lib/ctx.ts";
import { readFingerprint } from "#lib/inbox/fingerprint.ts";
import { Both, newPeople, step } from "#lib/inbox/test/both.ts";
import { deeds, newPlace, perform } from "#lib/inbox/test/deeds.ts";
import { scratchInstance } from "./test/scratch-instance.ts";
import { twoDoors } from "./test/two-doors.ts";

const database = scratchInstance();
const { instance, through } = twoDoors(database);
const [front, behindNext] = [through("front"), through("Next.js")];
const places = [0, 1].flatMap((nth) => [front, behindNext].map((verbs) => ({ nth, verbs })));

let who: { people: Ctx[]; admin: Ctx };
beforeAll(async () => {
  who = await newPeople(database());
});

const at = (nth: number, ctx: Ctx): Ctx => ({ ...ctx, db: instance(nth).database.db });
type Place = (typeof places)[number];
const place = fc.constantFrom(...places);

/** The door beside this one, and one of the other instance. */
const beside = ({ nth, verbs }: Place) => places.find((each) => each.nth === nth && each.verbs !== verbs) as Place;
const elsewhere = ({ nth, verbs }: Place) => places.find((each) => each.nth !== nth && each.verbs === verbs) as Place;

/** Drives an inbox through one door after another. */
class Round extends Both {
  #last = 0;

  async goTo({ nth, verbs }: Place): Promise<void> {
    if (nth !== this.#last) await settled(instance, nth);
    this.#last = nth;
    this.askThrough(verbs, instance(nth).database.db);
  }
}

describe("through either door of either instance", { timeout: 300_000 }, () => {
  it("an inbox is what a naive one would be", async () => {
    const steps = fc.array(fc.record({ given: step, where: place }), { minLength: 12, maxLength: 20, size: "max" });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const round = new Round(who);
        await round.goTo(places[0] as Place);
        await round.start();
        for (const { given, where } of all) {
          await round.goTo(where);
          await round.take(given);
          // What is acknowledged is there at once through the other door, and on the other instance once that has heard of it.
          for (const other of [beside(where), elsewhere(where)]) {
            await round.goTo(other);
            await round.compareBriefly();
          }
        }
        for (const each of places) {
          await round.goTo(each);
          await round.compare();
        }
      }),
      { numRuns: sequences(2), endOnFailure: true },
    );
  });

  const script = fc.array(fc.record({ deed: fc.constantFrom(...deeds), where: place }), {
    minLength: 6,
    maxLength: 10,
  });
  const scripts = fc.array(script, { minLength: 4, maxLength: 4 });
  const etagOf = async ({ db, actor }: Ctx) =>
    `W/"${await readFingerprint(db, { personId: actor.personId, origin: undefined })}"`;
  let origins = 0;
  const newOne = () => newPlace(front, at(0, who.admin), database(), `race-${++origins}`);

  it("a list never misses what its instance acknowledged, whatever else goes on", async () => {
    await fc.assert(
      fc.asyncProperty(scripts, async (all) => {
        await Promise.all(
          all.map(async (deedsOfOne, nth) => {
            const [one, here] = [await newOne(), (ctx: Ctx) => at(nth % 2, ctx)];
            let done = false;
            const polling = (async () => {
              while (!done) {
                await front.fingerprint(here(one.ctx));
                await setImmediate();
              }
            })();
            try {
              for (const { deed, where } of deedsOfOne) {
                await perform(where.verbs, deed, { place: one, admin: who.admin, at: here });
                expect(await beside(where).verbs.fingerprint(here(one.ctx)), `after ${deed}`).toBe(
                  await etagOf(one.ctx),
                );
              }
            } finally {
              done = true;
              await polling;
            }
          }),
        );
      }),
      { numRuns: sequences(2), endOnFailure: true },
    );
  });

  it("all agree with the database in the end, whoever did what to the same inboxes and when", async () => {
    await fc.assert(
      fc.asyncProperty(scripts, async (all) => {
        const shared = [await newOne(), await newOne()] as const;
        await Promise.all(
          all.map(async (deedsOfOne, nth) => {
            const one = shared[nth % 2 === 0 ? 0 : 1];
            for (const { deed, where } of deedsOfOne) {
              await perform(where.verbs, deed, { place: one, admin: who.admin, at: (ctx) => at(where.nth, ctx) });
              await where.verbs.fingerprint(at(where.nth, one.ctx));
            }
          }),
        );
        for (const nth of [0, 1]) await settled(instance, nth);
        for (const { ctx } of shared)
          for (const { nth, verbs } of places) expect(await verbs.fingerprint(at(nth, ctx))).toBe(await etagOf(ctx));
      }),
      { numRuns: sequences(2), endOnFailure: true },
    );
  });
});
