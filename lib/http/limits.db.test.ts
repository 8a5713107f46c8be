import { afterAll, beforeAll, expect, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import { broadcastsAMinute } from "#lib/broadcast/schema.ts";
import { twoInstances } from "#lib/bus/test/two-instances.ts";
import { BelfryError } from "#lib/errors.ts";
import { Permits } from "#lib/limits/permits.ts";
import { take, type Limit } from "#lib/limits/take.ts";
import { later } from "#lib/limits/test/later.ts";
import { createLog } from "#lib/log.ts";
import { requestsAMinute } from "./require-actor.ts";

const scratch = scratchDatabase();
const instance = twoInstances(() => scratch().url);
let aheadMs = 0;
let permits: Permits[] = [];
beforeAll(() => {
  permits = [instance(0), instance(1)].map(
    ({ database: { db }, bus }) =>
      new Permits({ db, log: createLog("silent"), bus, nowMs: () => performance.now() + aheadMs }),
  );
});
afterAll(async () => {
  await Promise.all(permits.map((each) => each.close()));
});

/** Time goes by, and each instance does what it does every second. */
async function pass(seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 5) {
    aheadMs += Math.min(left, 5) * 1000;
    await later(scratch(), Math.min(left, 5));
    await Promise.all(permits.map((each) => each.settle()));
  }
}

type Take = (nth: number, limit: Limit) => Promise<unknown>;
const promised: [what: string, most: number, take: Take][] = [
  ["requests of a token", requestsAMinute, (nth, limit) => (permits[nth] as Permits).take(limit, "requests")],
  ["broadcasts", broadcastsAMinute, (nth, limit) => take({ db: instance(nth).database.db }, limit, "broadcasts")],
];

it.each(promised)("after a quiet minute all of a minute's %s are there, and no more: %i", async (what, most, take) => {
  const limit = { key: `promised ${what}`, most, windowS: 60 };
  const granted = async (nth: number) => {
    let sum = 0;
    for (let n = 0; n < most; n++)
      sum += await take(nth, limit).then(
        () => 1,
        (error: unknown) => {
          if (!(error instanceof BelfryError && error.code === "too-many")) throw error;
          return 0;
        },
      );
    return sum;
  };
  const inWindow: number[] = [];
  for (let window = 0; window < 5; window++) {
    // Each window begins elsewhere in a minute, and both instances are asked at once, as often as one may be.
    await pass(60 + 7 * window);
    const [one, other] = await Promise.all([granted(0), granted(1)]);
    inWindow.push(one + other);
    await pass(1);
    expect(await granted(window % 2)).toBe(0);
  }
  expect(inWindow).toEqual(Array.from({ length: 5 }, () => most));
});
