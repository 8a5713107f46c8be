import { expect, it } from "vitest";
import { nextMonday } from "./next-monday.ts";

it.each([
  [new Date(2026, 10, 27, 18), new Date(2026, 10, 30, 8)],
  [new Date(2026, 10, 29, 23), new Date(2026, 10, 30, 8)],
  [new Date(2026, 10, 30, 7), new Date(2026, 11, 7, 8)],
  [new Date(2026, 11, 31, 12), new Date(2027, 0, 4, 8)],
])("after %s it is %s", (now, monday) => {
  expect(nextMonday(now)).toEqual(monday);
});
