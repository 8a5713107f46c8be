import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { openDatabase } from "./client.ts";
import { scratchDatabase } from "./test/scratch.ts";

const scratch = scratchDatabase();

describe("the pool", () => {
  it("tells what is at work and what waits, and is empty again whatever came of it", async () => {
    const { db, pool, close } = openDatabase(scratch().url, { max: 2 });
    expect(pool()).toEqual({ max: 2, inUse: 0, waiting: 0 });
    const work = [
      db.execute(sql`select pg_sleep(0.2)`),
      db.transaction(async (tx) => tx.execute(sql`select pg_sleep(0.2)`)),
      db.execute(sql`select pg_sleep(0.2)`),
      db.execute(sql`select 1 / 0`),
      db.transaction(async () => Promise.reject(new Error("taken back"))),
    ].map(async (each) =>
      each.then(
        () => true,
        () => false,
      ),
    );
    await expect.poll(pool, { interval: 5 }).toMatchObject({ max: 2, inUse: 2 });
    expect(await Promise.all(work)).toEqual([true, true, true, false, false]);
    expect(pool()).toEqual({ max: 2, inUse: 0, waiting: 0 });
    await close();
  });
});
