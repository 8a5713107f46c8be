import { describe, expect, it, vi } from "vitest";
import { batch, batchPerDatabase } from "./batch.ts";

describe("batch", () => {
  it("runs calls made in one go as one batch, each with its own result", async () => {
    const batches: number[][] = [];
    const double = batch(async (items: number[]) => {
      batches.push(items);
      return items.map((item) => item * 2);
    });
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it("sends what waits while a batch is under way with the next", async () => {
    const batches: number[][] = [];
    const gates: (() => void)[] = [];
    const ask = batch(async (items: number[]) => {
      batches.push(items);
      await new Promise<void>((open) => gates.push(open));
      return items;
    });
    const first = ask(1);
    await Promise.resolve();
    const rest = [ask(2), ask(3)];
    gates[0]?.();
    await first;
    await Promise.resolve();
    gates[1]?.();
    expect(await Promise.all(rest)).toEqual([2, 3]);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it("keeps a batch to its size", async () => {
    const sizes: number[] = [];
    const ask = batch(async (items: number[]) => {
      sizes.push(items.length);
      return items;
    }, 2);
    await Promise.all([1, 2, 3, 4, 5].map(ask));
    expect(sizes).toEqual([2, 2, 1]);
  });

  it("fails the calls of a failed batch alone and goes on", async () => {
    let failing = true;
    const ask = batch(async (items: number[]) => {
      if (failing) throw new Error("no");
      return items;
    });
    await expect(ask(1)).rejects.toThrow("no");
    failing = false;
    expect(await ask(2)).toBe(2);
  });
});

it("gathers what trickles in, and lets nobody linger after a pause", async () => {
  vi.useFakeTimers();
  const batches: number[][] = [];
  const ask = batch(
    async (items: number[]) => {
      batches.push(items);
      return items;
    },
    3,
    20,
  );
  await ask(1);
  const gathered = [ask(2)];
  await vi.advanceTimersByTimeAsync(10);
  gathered.push(ask(3));
  await vi.advanceTimersByTimeAsync(9);
  expect(batches).toEqual([[1]]);
  await vi.advanceTimersByTimeAsync(1);
  expect(await Promise.all(gathered)).toEqual([2, 3]);
  await vi.advanceTimersByTimeAsync(20);
  await Promise.all([ask(4), ask(5), ask(6)]);
  expect(batches, "at once").toEqual([[1], [2, 3], [4, 5, 6]]);
  vi.useRealTimers();
});

it("does not wait behind a batch that is stuck, and takes its result when it comes after all", async () => {
  vi.useFakeTimers();
  const gates: (() => void)[] = [];
  const ask = batch(async (items: number[]) => {
    if (items.includes(1)) await new Promise<void>((open) => gates.push(open));
    return items;
  });
  const stuck = ask(1);
  await Promise.resolve();
  const next = ask(2);
  vi.advanceTimersByTime(1000);
  expect(await next).toBe(2);
  expect(await ask(3)).toBe(3);
  gates[0]?.();
  expect(await stuck).toBe(1);
  vi.useRealTimers();
});

describe("batchPerDatabase", () => {
  it("joins on each pool by itself", async () => {
    const batches: [string, number[]][] = [];
    const ask = batchPerDatabase(async ({ name }: { name: string }, items: number[]) => {
      batches.push([name, items]);
      return items;
    });
    const [one, other] = [{ name: "one" }, { name: "other" }];
    expect(await Promise.all([ask(one, 1), ask(other, 2), ask(one, 3)])).toEqual([1, 2, 3]);
    expect(batches).toEqual([
      ["one", [1, 3]],
      ["other", [2]],
    ]);
  });
});
