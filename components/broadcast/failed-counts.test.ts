import { expect, test } from "vitest";
import { failedCounts, peopleWithoutIt } from "./failed-counts.ts";

test("what arrived, is on its way or was taken back did not fail, and what is unknown is counted apart", () => {
  expect(
    failedCounts({ delivered: 7, queued: 2, cancelled: 1, unknown: 3, unreachable: 2, "extension-missing": 4 }),
  ).toEqual({ failed: 6, unknown: 3 });
  expect(failedCounts({ delivered: 7 })).toEqual({ failed: 0, unknown: 0 });
});

test("without it is who has no lab that showed it, or may have", () => {
  const of = (username: string, server: string, outcome: "delivered" | "unknown" | "unreachable" | "not-running") => ({
    ...{ username, server, outcome, durationMs: 1 },
    status: outcome === "delivered" ? ("success" as const) : ("failed" as const),
  });
  expect(
    peopleWithoutIt([
      of("ann", "", "delivered"),
      of("ann", "gpu", "unreachable"),
      of("bob", "", "not-running"),
      of("bob", "gpu", "unreachable"),
      of("cy", "", "unknown"),
    ]),
  ).toEqual(["bob"]);
});
