import { expect, test } from "vitest";
import type { Recorded } from "./outcome.ts";
import { RungMemory } from "./rung-memory.ts";

const alice = { username: "alice", server: "", attempt: 0 };
const delivered: Recorded = {
  ...{ username: "alice", server: "", outcome: "delivered", httpStatus: 200, durationMs: 3 },
  ...{ reason: undefined, address: undefined },
};

test("what went out is known by what came of it, also to a ring that comes meanwhile or after", async () => {
  const memory = new RungMemory();
  const first = memory.enter(1);
  expect(first.outcomeOf(alice)).toBeUndefined();
  first.begin(alice);
  const second = memory.enter(1);
  const meanwhile = second.outcomeOf(alice);
  first.end(alice, delivered);
  first.leave();
  expect(await meanwhile).toBe(delivered);
  second.leave();
  expect(await memory.enter(1).outcomeOf(alice)).toBe(delivered);
  expect(memory.enter(2).outcomeOf(alice), "another broadcast").toBeUndefined();
});

test("a new attempt is rung; one that the table has forgotten is not", async () => {
  const ring = new RungMemory().enter(1);
  ring.begin(alice);
  ring.end(alice, { ...delivered, outcome: "not-running" });
  const again = { ...alice, attempt: 1 };
  expect(ring.outcomeOf(again)).toBeUndefined();
  ring.begin(again);
  ring.end(again, delivered);
  expect(await ring.outcomeOf(alice)).toBe(delivered);
  expect(ring.outcomeOf({ ...alice, attempt: 2 })).toBeUndefined();
});

test("what was left without an outcome is unknown", async () => {
  const ring = new RungMemory().enter(1);
  ring.begin(alice);
  const waiting = ring.outcomeOf(alice);
  ring.leave();
  expect(await waiting).toMatchObject({ username: "alice", outcome: "unknown" });
});

test("only so many are remembered, and none of a broadcast at work is forgotten", () => {
  const memory = new RungMemory(3);
  const rung = (id: number, names: string[]) => {
    const ring = memory.enter(id);
    for (const username of names) ring.begin({ ...alice, username });
    return ring;
  };
  const isKnown = (id: number, username: string) => memory.enter(id).outcomeOf({ ...alice, username }) !== undefined;
  const [oldest, second] = [rung(1, ["a", "b"]), rung(2, ["c"])];
  second.leave();
  rung(3, ["d"]).leave();
  oldest.leave();
  expect([isKnown(1, "a"), isKnown(2, "c"), isKnown(3, "d")]).toEqual([true, false, true]);
});
