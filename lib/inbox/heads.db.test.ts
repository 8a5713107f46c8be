import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import { twoInstances } from "#lib/bus/test/two-instances.ts";
import type { Ctx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { addMember } from "#lib/origins/add-member.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { removeMember } from "#lib/origins/remove-member.ts";
import { removeOrigin } from "#lib/origins/remove.ts";
import { clear } from "./clear.ts";
import { dismiss } from "./dismiss.ts";
import { fingerprint, readFingerprint } from "./fingerprint.ts";
import { headsOf } from "./heads.ts";
import { list } from "./list.ts";
import { markOne } from "./mark-one.ts";
import { markRead } from "./mark-read.ts";
import { mute } from "./mute.ts";
import { publish } from "./publish.ts";
import { purge } from "./purge.ts";
import { newPerson } from "./test/person.ts";
import { undo } from "./undo.ts";

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

const deeds = [
  "publish",
  "tell",
  "clear",
  "read",
  "one",
  "dismiss",
  "undo",
  "mute",
  "join",
  "leave",
  "remove",
] as const;
type Deed = (typeof deeds)[number];

/** One person and one origin at which things are done, one after the other or at once. */
interface Place {
  ctx: Ctx;
  origin: string;
  undoToken?: string;
}

async function newPlace(origin: string): Promise<Place> {
  const ctx = await newPerson(scratch());
  await registerOrigin(admin, { name: origin });
  await addMember(admin, { origin, username: ctx.actor.username });
  return { ctx, origin };
}

/** What others' deeds make impossible is no failure. */
async function perform(deed: Deed, place: Place, instance: number): Promise<void> {
  await act(deed, place, instance).catch((error: unknown) => {
    if (!(error instanceof BelfryError && ["not-found", "conflict"].includes(error.code))) throw error;
  });
}

async function act(deed: Deed, place: Place, instance: number): Promise<void> {
  const { origin } = place;
  const [ctx, boss] = [at(instance, place.ctx), at(instance, admin)];
  const member = { origin, username: ctx.actor.username };
  switch (deed) {
    case "publish":
      await publish(boss, { type: "note", origin, data: {} });
      return;
    case "tell":
      await publish(boss, { type: "note", origin, data: {}, to: { users: [ctx.actor.username] } });
      return;
    case "clear":
      place.undoToken = (await clear(ctx, {})).undoToken;
      return;
    case "read":
      place.undoToken = (await markRead(ctx, { origin })).undoToken;
      return;
    case "one":
    case "dismiss": {
      const id = (await list(ctx, { limit: 5 })).groups[0]?.notifications.at(-1)?.id;
      if (id === undefined) return;
      if (deed === "one") return markOne(ctx, { origin, id, read: false });
      place.undoToken = (await dismiss(ctx, { origin, id })).undoToken;
      return;
    }
    case "undo":
      return place.undoToken === undefined ? undefined : undo(ctx, { token: place.undoToken });
    case "mute":
      return mute(ctx, { origin, muted: true });
    case "join":
      return addMember(boss, member);
    case "leave":
      return removeMember(boss, member);
    case "remove":
      await removeOrigin(boss, { name: origin });
      await registerOrigin(boss, { name: origin });
      return;
  }
}

const script = fc.array(fc.constantFrom(...deeds), { minLength: 8, maxLength: 16 });
const runs = { numRuns: 8, seed: 20_261_128, endOnFailure: true };
let places = 0;

describe("heads in memory", () => {
  it("have all that their instance acknowledged, at once, whatever else goes on", async () => {
    let compared = 0;
    const work = async (deedsOfOne: readonly Deed[]) => {
      const place = await newPlace(`alone-${++places}`);
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
        const shared = await Promise.all(Array.from({ length: 2 }, () => newPlace(`shared-${++places}`)));
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
    const place = await newPlace(`listed-${++places}`);
    const ctx = at(0, place.ctx);
    await perform("publish", place, 0);
    expect(await inMemory(ctx)).toBe((await list(ctx, { limit: 1 })).fingerprint);
  });

  it("know a purge and the end of an origin on the instance that did it", async () => {
    const [kept, gone] = [await newPlace(`kept-${++places}`), await newPlace(`gone-${++places}`)];
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
    const place = await newPlace(`deaf-${++places}`);
    const ctx = at(1, place.ctx);
    expect(await inMemory(ctx)).toBe(await inDatabase(ctx));
    await scratch().db.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`);
    await perform("publish", place, 0);
    await expect.poll(async () => (await fingerprint(ctx)) === (await inDatabase(ctx))).toBe(true);
    expect(await inMemory(ctx)).toBe(await inDatabase(ctx));
  });
});
