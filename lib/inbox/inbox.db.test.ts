import fc from "fast-check";
import { afterAll, beforeAll, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import { sequences } from "#db/test/sequences.ts";
import { openBus, type Bus } from "#lib/bus/bus.ts";
import type { Ctx } from "#lib/ctx.ts";
import { Both, newPeople, step } from "./test/both.ts";

const database = scratchDatabase();
let bus: Bus;
let who: { people: Ctx[]; admin: Ctx };
beforeAll(async () => {
  bus = await openBus(database());
  who = await newPeople(database());
});
afterAll(() => bus.close());

it("shows, counts, clears and brings back what a naive inbox would", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 50, size: "max" }), async (steps) => {
      const both = new Both(who);
      await both.start();
      for (const each of steps) {
        await both.take(each);
        if (each.do !== "publish" && each.do !== "look") await both.compare();
      }
    }),
    { numRuns: sequences(12), endOnFailure: false },
  );
}, 300_000);
