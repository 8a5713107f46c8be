import { describe, expect, it } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import { take } from "./take.ts";

const database = scratchDatabase();
const limit = { key: "requests:7", most: 3, windowS: 60 };

describe("take", () => {
  it("counts those that come at once one by one, and lets as many through as fit", async () => {
    const ctx = { db: database().db, now: () => new Date("2026-11-22T12:00:10Z") };
    const other = take(ctx, { ...limit, key: "requests:8" }, "requests");
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => take(ctx, limit, "requests")));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected", "rejected"]);
    await expect(take(ctx, limit, "requests")).rejects.toMatchObject({ code: "too-many", retryAfterS: 50 });
    await expect(other).resolves.toBeUndefined();
  });

  it("begins anew with the next window, also within one batch", async () => {
    const { db } = database();
    const at = (second: number) => ({ db, now: () => new Date(Date.UTC(2026, 10, 22, 13, 0, second)) });
    const one = { ...limit, most: 1 };
    const results = await Promise.allSettled([take(at(59), one, "requests"), take(at(60), one, "requests"), take(at(61), one, "requests")]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  });
});
