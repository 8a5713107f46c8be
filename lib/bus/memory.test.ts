import { describe, expect, it } from "vitest";
import { Memory } from "./memory.ts";

interface Head {
  head: number;
}

/** Readings that end when they are told to, in their order. */
function readings() {
  const waiting: { resolve: (value: Head | undefined) => void; reject: (error: Error) => void }[] = [];
  return {
    read: () => new Promise<Head | undefined>((resolve, reject) => waiting.push({ resolve, reject })),
    count: () => waiting.length,
    end: (nth: number, head?: number) => waiting[nth]?.resolve(head === undefined ? undefined : { head }),
    fail: (nth: number) => waiting[nth]?.reject(new Error("away")),
  };
}
const raise = (to: number) => (value: Head) => {
  value.head = Math.max(value.head, to);
  return true;
};

describe("a memory", () => {
  it("reads once for all who ask meanwhile, and never again for what is known", async () => {
    const memory = new Memory<string, Head>(10);
    const { read, count, end } = readings();
    const asked = [memory.get("a", read), memory.get("a", read)];
    expect(memory.recall("a")).toBeUndefined();
    end(0, 1);
    expect(await Promise.all(asked)).toEqual([{ head: 1 }, { head: 1 }]);
    expect(await memory.get("a", read)).toEqual({ head: 1 });
    expect(memory.recall("a")).toEqual({ head: 1 });
    expect(count()).toBe(1);
  });

  it("keeps neither nothing nor a failure", async () => {
    const memory = new Memory<string, Head>(10);
    const { read, count, end, fail } = readings();
    const first = memory.get("a", read);
    end(0);
    expect(await first).toBeUndefined();
    const second = memory.get("a", read);
    fail(1);
    await expect(second).rejects.toThrow("away");
    const third = memory.get("a", read);
    end(2, 3);
    expect(await third).toEqual({ head: 3 });
    expect(count()).toBe(3);
  });

  it("puts what is announced during a reading on top of it", async () => {
    const memory = new Memory<string, Head>(10);
    const { read, end } = readings();
    const before = memory.get("a", read);
    memory.change("a", raise(7));
    const after = memory.get("a", read);
    end(0, 5);
    expect(await Promise.all([before, after])).toEqual([{ head: 7 }, { head: 7 }]);
    memory.change("a", raise(6));
    memory.change("a", raise(9));
    memory.change("b", raise(9));
    expect(memory.recall("a")).toEqual({ head: 9 });
    expect(memory.recall("b")).toBeUndefined();
  });

  it("reads again where something announced takes a reading back", async () => {
    const memory = new Memory<string, Head>(10);
    const { read, count, end } = readings();
    memory.change("a", () => false);
    const asked = memory.get("a", read);
    memory.change("a", ({ head }) => head >= 2);
    end(0, 1);
    await expect.poll(count).toBe(2);
    end(1, 2);
    expect(await asked).toEqual({ head: 2 });
    memory.change("a", ({ head }) => head >= 3);
    expect(memory.recall("a")).toBeUndefined();
  });

  it("gives a reading that was forgotten to those who waited for it, and to nobody who comes later", async () => {
    const memory = new Memory<string, Head>(10);
    const { read, count, end } = readings();
    const early = memory.get("a", read);
    memory.forgetWhere(() => false);
    const late = memory.get("a", read);
    end(1, 2);
    expect(await late).toEqual({ head: 2 });
    end(0, 1);
    expect(await early).toEqual({ head: 1 });
    expect(memory.recall("a")).toEqual({ head: 2 });
    memory.forgetWhere(({ head }) => head === 2);
    expect(memory.recall("a")).toBeUndefined();
    expect(count()).toBe(2);
  });

  it("has room for so many", async () => {
    const memory = new Memory<number, Head>(3);
    for (let n = 0; n < 5; n++) await memory.get(n, () => Promise.resolve({ head: n }));
    expect([0, 1, 2, 3, 4].map((n) => memory.recall(n)?.head)).toEqual([undefined, undefined, 2, 3, 4]);
  });
});
