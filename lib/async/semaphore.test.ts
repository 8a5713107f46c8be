import { expect, test } from "vitest";
import { Semaphore } from "./semaphore.ts";

test("gives as many slots as its limit, then serves those who wait in order", async () => {
  const slots = new Semaphore(2);
  const served: string[] = [];
  const ask = (name: string) => slots.acquire().then(() => served.push(name));
  await Promise.all([ask("a"), ask("b")]);
  const waiting = [ask("c"), ask("d")];
  await Promise.resolve();
  expect(served).toEqual(["a", "b"]);
  slots.release();
  await waiting[0];
  expect(served).toEqual(["a", "b", "c"]);
  slots.release();
  await waiting[1];
  expect(served).toEqual(["a", "b", "c", "d"]);
  expect(slots.taken).toBe(2);
  slots.release();
  slots.release();
  expect(slots.taken).toBe(0);
});

test("a slot that is handed on can't be taken by somebody who came later", async () => {
  const slots = new Semaphore(1);
  const order: string[] = [];
  await slots.acquire();
  const first = slots.acquire().then(() => order.push("first"));
  slots.release();
  const late = slots.acquire().then(() => order.push("late"));
  await first;
  expect(order).toEqual(["first"]);
  slots.release();
  await late;
  expect(order).toEqual(["first", "late"]);
});

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses a limit of %d", (limit) => {
  expect(() => new Semaphore(limit)).toThrow(`not ${limit}`);
});
