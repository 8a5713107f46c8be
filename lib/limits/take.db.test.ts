import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import { BelfryError } from "#lib/errors.ts";
import { forgetLimits } from "./forget.ts";
import { check, take, type Limit } from "./take.ts";

const database = scratchDatabase();
// Long enough that no test lives to see its end.
const limit = (key: string, most: number): Limit => ({ key, most, windowS: 1_000_000 });
const tried = async (one: Limit) =>
  take(database(), one, "tries").then(
    () => undefined,
    (error: unknown) => error as BelfryError,
  );
/** How much of the window that it is now has gone by, 0 to 1. */
const partGone = async ({ windowS }: Limit) => {
  const [clock] = await database().db.execute<{ nowS: number }>(
    sql`select extract(epoch from clock_timestamp())::float8 as "nowS"`,
  );
  return ((clock?.nowS ?? 0) % windowS) / windowS;
};
/** Makes what was counted so far lie one window back. */
const windowLater = ({ key, windowS }: Limit) =>
  database().db.execute(
    sql`update rate set window_start = window_start - ${windowS} * interval '1 second' where key = ${key}`,
  );

describe("a limit", () => {
  it("is exact, however many come at one moment", async () => {
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
    for (let n = 0; n < 10; n++) await tried(few);
    const [row] = await database().db.execute<{ count: number }>(sql`select count from rate where key = 'few'`);
    expect(row?.count).toBe(3);
    const error = await tried(few);
    // The rest of this window, and then a third of the next: by then one of the three no longer counts.
    const restS = few.windowS * (1 - (await partGone(few)));
    expect(error?.retryAfterS).toBeGreaterThanOrEqual(Math.floor(restS + few.windowS / 3));
    expect(error?.retryAfterS).toBeLessThanOrEqual(Math.ceil(restS + few.windowS / 3) + 60);
  });

  it("gives nobody twice as much around a window's end", async () => {
    // Of a window so long, no part to speak of goes by in this test.
    const edge = { key: "edge", most: 10, windowS: 100_000_000_000 };
    for (let n = 0; n < 10; n++) expect(await tried(edge)).toBeUndefined();
    await windowLater(edge);
    const still = Math.ceil(10 * (1 - (await partGone(edge))));
    let allowed = 0;
    while ((await tried(edge)) === undefined) allowed++;
    expect(allowed).toBe(10 - still);
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

  it("is forgotten a day after its window", async () => {
    await forgetLimits(database());
    await database().db.execute(sql`update rate set window_start = now() - interval '2 days' where key = 'few'`);
    await forgetLimits(database());
    const rows = await database().db.execute(sql`select from rate where key = 'few'`);
    expect(rows).toHaveLength(0);
  });
});
