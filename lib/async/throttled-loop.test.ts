import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { throttledLoop } from "./throttled-loop.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Turns that take `tookMs` each; `began` has when each began, in ms from now. */
function turns(due: () => "now" | "soon" | "never", tookMs: number) {
  const start = performance.now();
  const began: number[] = [];
  const turn = async () => {
    began.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, tookMs));
  };
  return { began, ...throttledLoop(turn, due, 50) };
}

it("begins at once for what comes alone, and joins what comes soon after", async () => {
  let left = 0;
  const { began, wake } = turns(() => (left-- > 0 ? "soon" : "never"), 10);
  left = 2;
  wake();
  await vi.advanceTimersByTimeAsync(500);
  expect(began).toEqual([0, 50]);
});

it("never runs two at a time, and waits for nobody when it is due now", async () => {
  let left = 3;
  const { began, wake } = turns(() => (left-- > 0 ? "now" : "never"), 30);
  wake();
  await vi.advanceTimersByTimeAsync(10);
  wake();
  wake();
  await vi.advanceTimersByTimeAsync(500);
  expect(began).toHaveLength(3);
  expect(Math.max(...began)).toBeLessThan(100);
});

it("goes sooner when woken for something urgent", async () => {
  let due: "now" | "soon" | "never" = "soon";
  const { began, wake } = turns(() => due, 0);
  wake();
  await vi.advanceTimersByTimeAsync(10);
  expect(began).toEqual([0]);
  due = "now";
  wake();
  due = "never";
  await vi.advanceTimersByTimeAsync(500);
  expect(began).toEqual([0, 10]);
});

it("stops", async () => {
  const { began, wake, stop } = turns(() => "soon", 0);
  wake();
  await vi.advanceTimersByTimeAsync(0);
  stop();
  wake();
  await vi.advanceTimersByTimeAsync(500);
  expect(began).toEqual([0]);
});
