import { expect, it } from "vitest";
import { oneAtATime } from "./one-at-a-time.ts";

/** Work that does what it is told when it is told. */
function told() {
  const begun: { id: number; claimed: () => void; end: () => void; fail: (error: Error) => void }[] = [];
  const take = oneAtATime((id, claimed) => new Promise((end, fail) => begun.push({ id, claimed, end, fail })));
  return { begun, take };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it("begins once for all who ask meanwhile, and once more for them", async () => {
  const { begun, take } = told();
  const first = take(1);
  const [second, third] = [take(1), take(1)];
  void take(2);
  await turn();
  expect(begun.map(({ id }) => id)).toEqual([1, 2]);
  begun[0]?.end();
  await first;
  await turn();
  expect(begun.map(({ id }) => id)).toEqual([1, 2, 1]);
  begun[2]?.end();
  await Promise.all([second, third]);
  expect(take.inHand()).toHaveLength(1);
});

it("looks again as soon as nothing is left to begin, whatever is still waited for", async () => {
  const { begun, take } = told();
  const first = take(1);
  begun[0]?.claimed();
  const second = take(1);
  await turn();
  expect(begun).toHaveLength(2);
  expect(take.inHand()).toEqual([first, second]);
  begun[0]?.end();
  await first;
  // The end of the first is not the end of the second.
  void take(1);
  await turn();
  expect(begun).toHaveLength(2);
});

it("goes on after a failure, which only those hear of who asked for it", async () => {
  const { begun, take } = told();
  const first = take(1);
  const second = take(1);
  begun[0]?.fail(new Error("the database is gone"));
  await expect(first).rejects.toThrow("the database is gone");
  await turn();
  begun[1]?.end();
  await second;
  expect(take.inHand()).toEqual([]);
});
