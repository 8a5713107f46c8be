import { expect, test } from "vitest";
import { grouped } from "./grouped.ts";

test.each([0, 7, 999, 1000, 12_345, 123_456, 1_234_567, -1234])("%d is written as English does", (number) => {
  expect(grouped(number)).toBe(number.toLocaleString("en"));
});
