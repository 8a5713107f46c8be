import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import { sequences } from "#db/test/sequences.ts";
import { twoInstances } from "#lib/bus/test/two-instances.ts";
import type { Ctx } from "#lib/ctx.ts";
import { removeOrigin } from "#lib/origins/remove.ts";
import { fingerprint, readFingerprint } from "./fingerprint.ts";
import { headsOf } from "./heads.ts";
import { list } from "./list.ts";
import { purge } from "./purge.ts";
import { deeds, newPlace, perform as performBy, type Deed, type Place } from "./test/deeds.ts";
import { newPerson } from "./test/person.ts";
import { verbs } from "./test/verbs.ts";

const scratch = scratchDatabase();
const instance = twoInstances(() => scratch().url);
let admin: Ctx;
beforeAll(async () => {
  admin = await newPerson(scratch(), { role: "admin" });
});

/** The same person at an instance. */
const at = (n: number, ctx: Ctx): Ctx => ({ ...ctx, db: instance(n).database.db });
const inDatabase = ({ db, actor }: Ctx, origin?: string) => readFingerprint(db, { personId: actor.personId, origin });

/** Asks often enough that memory answers. */
async function inMemory(ctx: Ctx, origin?: string): Promise<string> {
  await expect.poll(() => headsOf(ctx.db) !== undefined, { interval: 5 }).toBe(true);
  return fingerprint(ctx, origin);
}

const somewhere = (origin: string) => newPlace(verbs, admin, scratch(), origin);
const perform = (deed: Deed, place: Place, nth: number) =>
  performBy(verbs, deed, { place, admin, at: (ctx) => at(nth, ctx) });

const script = fc.array(fc.constantFrom(...deeds), { minLength: 8, maxLength: 16 });
const runs = { numRuns: sequences(8), seed: 20_261_128, endOnFailure: true };
let places = 0;

describe("heads in memory", { timeout: 300_000 }, () => {
  it("have all that their instance acknowledged, at once, whatever else goes on", async () => {
    let compared = 0;
    const work = async (deedsOfOne: readonly Deed[]) => {
      const place = await somewhere(`alone-${++places}`);
      const ctx = at(0, place.ctx);
      let done = false;
      // Something is being read all the time, also while it changes.
      const polling = (async () => {
        while (!done) {
          await fingerprint(ctx);
          await setImmediate();
        }
      })();
      try {
        for (const deed of deedsOfOne) {
          await perform(deed, place, 0);
          const known = await headsOf(ctx.db)?.fingerprint(ctx.db, ctx.actor.personId, undefined);
          if (known === undefined) continue;
          compared++;
          expect(known, `after ${deed}`).toBe(await inDatabase(ctx));
        }
        expect(await inMemory(ctx, place.origin)).toBe(await inDatabase(ctx, place.origin));
      } finally {
        done = true;
        await polling;
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(script, { minLength: 6, maxLength: 6 }), async (scripts) => {
        await Promise.all(scripts.map(work));
      }),
      runs,
    );
    expect(compared).toBeGreaterThan(50);
  });

  it("agree with the database on both instances in the end, whoever did what to the same inboxes and when", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(script, { minLength: 6, maxLength: 6 }), async (scripts) => {
        const shared = await Promise.all(Array.from({ length: 2 }, () => somewhere(`shared-${++places}`)));
        await Promise.all(
          scripts.map(async (deedsOfOne, nth) => {
            const place = shared[nth % 2] as Place;
            for (const deed of deedsOfOne) {
              await perform(deed, place, (nth >> 1) % 2);
              await fingerprint(at(nth % 2, place.ctx));
            }
          }),
        );
        await purge(at(0, admin), { retentionDays: 0 });
        for (const { ctx } of shared)
          for (const here of [at(0, ctx), at(1, ctx)])
            await expect.poll(async () => (await inMemory(here)) === (await inDatabase(here))).toBe(true);
      }),
      runs,
    );
  });

  it("are what a listing's fingerprint is made of", async () => {
    const place = await somewhere(`listed-${++places}`);
    const ctx = at(0, place.ctx);
    await perform("publish", place, 0);
    expect(await inMemory(ctx)).toBe((await list(ctx, { limit: 1 })).fingerprint);
  });

  it("know a purge and the end of an origin on the instance that did it", async () => {
    const [kept, gone] = [await somewhere(`kept-${++places}`), await somewhere(`gone-${++places}`)];
    for (const place of [kept, gone]) {
      await perform("publish", place, 1);
      await perform("tell", place, 1);
      const ctx = at(1, place.ctx);
      expect(await inMemory(ctx)).toBe(await inDatabase(ctx));
    }
    const before = await inMemory(at(1, kept.ctx));
    await purge(at(1, admin), { retentionDays: 0 });
    expect(await inMemory(at(1, kept.ctx))).toBe(await inDatabase(kept.ctx));
    expect(await inMemory(at(1, kept.ctx))).not.toBe(before);
    await perform("tell", gone, 1);
    expect(await inMemory(at(1, gone.ctx))).toBe(await inDatabase(gone.ctx));
    await removeOrigin(at(1, admin), { name: gone.origin });
    expect(await inMemory(at(1, gone.ctx))).toBe(await inDatabase(gone.ctx));
  });

  it("are not believed while nothing can be heard, and are read anew after that", async () => {
    const place = await somewhere(`deaf-${++places}`);
    const ctx = at(1, place.ctx);
    expect(await inMemory(ctx)).toBe(await inDatabase(ctx));
    await scratch().db.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`);
    await perform("publish", place, 0);
    await expect.poll(async () => (await fingerprint(ctx)) === (await inDatabase(ctx))).toBe(true);
    expect(await inMemory(ctx)).toBe(await inDatabase(ctx));
  });
});
