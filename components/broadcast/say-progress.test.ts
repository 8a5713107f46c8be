import { expect, test, vi } from "vitest";
import { announcement } from "../ui/announce.ts";
import { sayProgress } from "./say-progress.ts";

test("a long send says now and then how far it is, and its end where no result does", () => {
  vi.useFakeTimers();
  const said: (string | undefined)[] = [];
  const end = announcement.subscribe(() => said.push(announcement.get()?.words));
  const progress = (id: number, state: string, successful: number) => ({
    id,
    state,
    total: 2000,
    successful,
    failed: 1,
  });
  sayProgress(progress(1, "finished", 7), false);
  for (let n = 1; n <= 12; n++) {
    sayProgress(progress(2, "running", n * 100), false);
    vi.advanceTimersByTime(1000);
  }
  sayProgress(progress(2, "finished", 1999), false);
  sayProgress(progress(3, "running", 1), true);
  sayProgress(progress(3, "finished", 1999), true);
  end();
  vi.useRealTimers();
  expect(said).toEqual([
    "601 of 2,000 labs answered.",
    "1,101 of 2,000 labs answered.",
    "Rung: 1,999 of 2,000 got it.",
  ]);
});
