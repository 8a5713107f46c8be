import { expect, test } from "vitest";
import { Semaphore, type Turn } from "./semaphore.ts";

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

test("who stands back is served when nobody else waits, and who leaves is not served at all", async () => {
  const slots = new Semaphore(1);
  const served: string[] = [];
  const gone = new AbortController();
  const ask = (name: string, turn?: Turn) =>
    slots.acquire(turn).then((got) => served.push(got ? name : `${name} left`));
  await slots.acquire();
  const asked = [
    ask("back", { last: true }),
    ask("gone", { signal: gone.signal }),
    ask("gone too", { last: true, signal: gone.signal }),
    ask("first"),
    ask("second"),
    ask("too late", { signal: AbortSignal.abort() }),
  ];
  gone.abort();
  for (let turn = 0; turn < 4; turn += 1) {
    slots.release();
    await new Promise(setImmediate);
  }
  await Promise.all(asked);
  expect(served).toEqual(["too late left", "gone left", "gone too left", "first", "second", "back"]);
  expect(slots.taken).toBe(0);
});

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses a limit of %d", (limit) => {
  expect(() => new Semaphore(limit)).toThrow(`not ${limit}`);
});
