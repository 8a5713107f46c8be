import { expect, test } from "vitest";
import { failedCounts } from "./failed-counts.ts";

test("what arrived, is on its way or was taken back did not fail, and what is unknown is counted apart", () => {
  expect(
    failedCounts({ delivered: 7, queued: 2, cancelled: 1, unknown: 3, unreachable: 2, "extension-missing": 4 }),
  ).toEqual({ failed: 6, unknown: 3 });
  expect(failedCounts({ delivered: 7 })).toEqual({ failed: 0, unknown: 0 });
});
