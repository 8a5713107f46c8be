import { expect, test } from "vitest";
import { connectionLimit, parseOpenFileLimit } from "./connection-limit.ts";

test.each([
  [20_000, 10_000],
  [1024, 512],
  [1_048_576, 16_384],
  [Number.POSITIVE_INFINITY, 16_384],
  [8, 16],
])("of %d open files, %d may be connections to labs", (files, connections) => {
  expect(connectionLimit(files)).toBe(connections);
});

test("reads the soft limit as Linux writes it", () => {
  const limits = (soft: string) =>
    `Limit                     Soft Limit           Hard Limit           Units     \nMax cpu time              unlimited            unlimited            seconds   \nMax open files            ${soft.padEnd(20)} 524288               files     \n`;
  expect(parseOpenFileLimit(limits("1024"))).toBe(1024);
  expect(parseOpenFileLimit(limits("unlimited"))).toBe(Number.POSITIVE_INFINITY);
  expect(parseOpenFileLimit("something else")).toBe(4096);
});
