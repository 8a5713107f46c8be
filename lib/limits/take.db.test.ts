import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import { BelfryError } from "#lib/errors.ts";
import { forgetLimits } from "./forget.ts";
import { check, giveBack, take, type Limit } from "./take.ts";
import { later } from "./test/later.ts";

const database = scratchDatabase();
// Long enough that no test lives to see its end.
const limit = (key: string, most: number): Limit => ({ key, most, windowS: 100_000 });
const tried = async (one: Limit) =>
  take(database(), one, "tries").then(
    () => undefined,
    (error: unknown) => error as BelfryError,
  );
/** How many of so many that come together may. */
const allowed = async (one: Limit, many: number) =>
  (await Promise.all(Array.from({ length: many }, () => tried(one)))).filter((error) => error === undefined).length;

describe("a limit", () => {
  it("is exact, however many come at one moment, also for the very first", async () => {
    const crowd = limit("crowd", 20);
    const refused = (await Promise.all(Array.from({ length: 60 }, () => tried(crowd)))).filter(
      (error) => error !== undefined,
    );
    expect(refused).toHaveLength(40);
    for (const error of refused) {
      expect(error).toMatchObject({ code: "too-many", message: "Too many tries. Try again later." });
      expect(error.retryAfterS).toBeGreaterThan(0);
    }
    await expect(check(database(), crowd, "tries")).rejects.toMatchObject({ code: "too-many" });
    expect(await tried(limit("another", 20))).toBeUndefined();
  });

  it("counts what was refused no further, and is free again after the time it says", async () => {
    const few = limit("few", 3);
    expect(await allowed(few, 1)).toBe(1);
    await later(database(), 30_000);
    expect(await allowed(few, 10)).toBe(2);
    const error = await tried(few);
    expect(error?.retryAfterS).toBeGreaterThan(69_000);
    expect(error?.retryAfterS).toBeLessThanOrEqual(70_000);
    await later(database(), error?.retryAfterS ?? 0);
    expect(await allowed(few, 10)).toBe(1);
  });

  it("is whole again after a window without anything, wherever it began", async () => {
    for (const begunS of [0, 10_000, 55_000, 99_000]) {
      const quiet = limit(`quiet from ${begunS}`, 10);
      expect(await allowed(quiet, 4)).toBe(4);
      await later(database(), begunS);
      expect(await allowed(quiet, 10)).toBe(6);
      await later(database(), quiet.windowS);
      expect(await allowed(quiet, 20)).toBe(10);
    }
  });

  it("takes back what was counted too early, as often as that was", async () => {
    const early = limit("early", 5);
    await giveBack(database(), early);
    expect(await allowed(early, 2)).toBe(2);
    await later(database(), 5000);
    expect(await allowed(early, 1)).toBe(1);
    for (let n = 0; n < 4; n++) await giveBack(database(), early);
    expect(await allowed(early, 9)).toBe(5);
  });

  it("goes by the database's clock, whatever this machine's says", async () => {
    const one = { ...limit("clock", 1), windowS: 3600 };
    await take(database(), one, "tries");
    const before = Date.now;
    Date.now = () => before() + 24 * 3600 * 1000;
    try {
      expect(await tried(one)).toMatchObject({ code: "too-many" });
    } finally {
      Date.now = before;
    }
  });

  it("keeps no more of a window than its sixtieths", async () => {
    const busy = limit("busy", 1000);
    for (let n = 0; n < 150; n++) {
      await take(database(), busy, "tries");
      await later(database(), 500);
    }
    const [row] = await database().db.execute<{ kept: number; uses: number }>(
      sql`select cardinality(at) as kept, (select sum(n)::int from unnest(count) n) as uses from quota where key = 'busy'`,
    );
    expect(row?.uses).toBe(150);
    expect(row?.kept).toBeLessThanOrEqual(61);
  });

  it("is forgotten a day after its last use", async () => {
    await forgetLimits(database());
    const kept = () => database().db.execute(sql`select from quota where key = 'clock'`);
    expect(await kept()).toHaveLength(1);
    await later(database(), 2 * 24 * 3600);
    await forgetLimits(database());
    expect(await kept()).toHaveLength(0);
  });
});
