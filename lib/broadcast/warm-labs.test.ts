import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WarmLabs, type Started } from "./warm-labs.ts";

const started = "2026-01-01T00:00:00Z";
const ann: Started = { username: "ann", server: "", started };
const gpu: Started = { username: "ann", server: "gpu", started };
const minute = 60_000;
let warm: WarmLabs;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  warm = new WarmLabs();
});
afterEach(() => {
  warm.clear();
  vi.useRealTimers();
});

test("gives a token once, to its own server alone, and to none that was started anew", () => {
  warm.keep(ann, "token-of-ann");
  expect(warm.take(gpu)).toBeUndefined();
  expect(warm.take({ ...ann, started: "2026-01-02T00:00:00Z" })).toBeUndefined();
  expect(warm.take({ ...ann, started: null })).toBeUndefined();
  expect(warm.read(ann)).toBe("token-of-ann");
  expect(warm.take(ann)).toBe("token-of-ann");
  expect([warm.take(ann), warm.read(ann), warm.held()]).toEqual([undefined, undefined, []]);
});

test("is made anew after three minutes, sent with for four, and gone then though nobody asks", () => {
  warm.keep(ann, "a");
  vi.advanceTimersByTime(2 * minute);
  warm.keep(gpu, "g");
  vi.advanceTimersByTime(minute);
  expect([warm.read(ann), warm.read(gpu)]).toEqual([undefined, "g"]);
  expect(warm.held()).toEqual([ann, gpu]);
  vi.advanceTimersByTime(minute);
  expect(warm.held()).toEqual([gpu]);
  expect(warm.take(ann)).toBeUndefined();
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(2 * minute);
  expect(vi.getTimerCount(), "nothing is left to forget").toBe(0);
});

test("whoever comes while a token is being made waits for it, and one alone gets it", async () => {
  const hub = Promise.withResolvers<string>();
  const made = warm.make(ann, () => hub.promise);
  const taken = [warm.takeComing(ann), warm.takeComing(ann)];
  expect(warm.take(ann)).toBeUndefined();
  hub.resolve("fresh");
  expect([await made, ...(await Promise.all(taken))]).toEqual(["fresh", "fresh", undefined]);

  const away = warm.make(ann, () => Promise.reject(new Error("the hub is away")));
  expect(await warm.takeComing(ann)).toBeUndefined();
  await expect(away).rejects.toThrow("away");
  expect(await warm.takeComing(ann)).toBeUndefined();
});

test("a token made anew takes the place and the time of the one before", () => {
  warm.keep(ann, "first");
  vi.advanceTimersByTime(3 * minute);
  warm.keep(ann, "second");
  warm.drop(ann, "first");
  vi.advanceTimersByTime(3 * minute);
  expect(warm.take(ann)).toBe("second");
});

test("forgets what is not listed any more, and what its server would not have", () => {
  warm.keep(ann, "a");
  warm.keep(gpu, "g");
  warm.retain([gpu]);
  expect(warm.held()).toEqual([gpu]);
  warm.drop(gpu, "g");
  expect(warm.held()).toEqual([]);
});

test("shows no token, however it is looked at", () => {
  warm.keep(ann, "very-secret");
  const shown = [inspect(warm, { depth: 9, showHidden: true }), JSON.stringify(warm), JSON.stringify(warm.held())];
  expect(shown.join()).not.toContain("very-secret");
});

test("hears of others for a while", () => {
  expect(warm.isElsewhere).toBe(false);
  warm.hearOfOthers();
  expect(warm.isElsewhere).toBe(true);
  vi.advanceTimersByTime(10_000);
  expect(warm.isElsewhere).toBe(false);
});
