import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { broadcastInFlight, reportProgress } from "./broadcast-progress.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

const progress = (id: number, state: string) => ({ id, state, total: 5, successful: 2, failed: 1 });
const shown = () => broadcastInFlight.get();

test("one that runs is shown until a while after its end", () => {
  reportProgress(progress(1, "running"));
  vi.advanceTimersByTime(60_000);
  expect(shown()).toMatchObject({ id: 1, state: "running" });
  reportProgress(progress(1, "finished"));
  vi.advanceTimersByTime(7000);
  expect(shown()).toMatchObject({ id: 1, state: "finished" });
  vi.advanceTimersByTime(1000);
  expect(shown()).toBeUndefined();
});

test("one that ended before anybody saw it run is no news, and takes no other's place", () => {
  reportProgress(progress(1, "finished"));
  expect(shown()).toBeUndefined();
  reportProgress(progress(2, "running"));
  reportProgress(progress(1, "finished"));
  expect(shown()).toMatchObject({ id: 2 });
  reportProgress(progress(2, "finished"));
  reportProgress(progress(3, "running"));
  vi.advanceTimersByTime(60_000);
  expect(shown()).toMatchObject({ id: 3 });
});
