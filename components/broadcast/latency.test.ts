import { expect, test } from "vitest";
import { latencyBars, latencyWords, quantileMs } from "./latency.ts";

test("each answer stands in one bar, at an end in the lower one", () => {
  const bars = latencyBars([0, 50, 51, 100, 1999, 2000, 2001, 60_000]);
  expect(bars.map(({ count }) => count)).toEqual([2, 2, 0, 0, 0, 2, 2]);
  expect(bars.map(({ word }) => word)).toEqual([
    "up to 50 ms",
    "up to 100 ms",
    "up to 200 ms",
    "up to 500 ms",
    "up to 1 s",
    "up to 2 s",
    "over 2 s",
  ]);
});

test("quantiles are answers that came, whatever their order", () => {
  const durations = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(quantileMs(durations, 0.5)).toBe(50);
  expect(quantileMs(durations, 0.95)).toBe(95);
  expect(quantileMs([7], 0.95)).toBe(7);
  expect(quantileMs([], 0.5)).toBeUndefined();
});

test("in words", () => {
  expect(latencyWords([12, 12, 2500])).toBe("Half within 12 ms, 95 % within 2.5 s");
  expect(latencyWords([])).toBeUndefined();
});
