import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { liveStatus, reportConnection } from "./live-status.ts";

beforeEach(() => {
  vi.useFakeTimers();
  reportConnection("open");
});
afterEach(() => void vi.useRealTimers());

test("a short gap is not said, a longer one is until the stream is open again", () => {
  const seen: string[] = [];
  const end = liveStatus.subscribe(() => seen.push(liveStatus.get()));
  reportConnection("lost");
  vi.advanceTimersByTime(2000);
  reportConnection("open");
  vi.advanceTimersByTime(10_000);
  expect(seen).not.toContain("reconnecting");
  reportConnection("lost");
  vi.advanceTimersByTime(2000);
  reportConnection("lost");
  vi.advanceTimersByTime(1000);
  expect(liveStatus.get()).toBe("reconnecting");
  reportConnection("connecting");
  expect(liveStatus.get()).toBe("reconnecting");
  reportConnection("open");
  expect(liveStatus.get()).toBe("live");
  end();
});

test.each([
  ["blocked", "polling"],
  ["signed-out", "signed-out"],
] as const)("%s is said at once", (state, said) => {
  reportConnection(state);
  expect(liveStatus.get()).toBe(said);
});
