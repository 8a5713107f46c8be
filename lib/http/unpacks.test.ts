import { expect, test } from "vitest";
import { unpacks } from "./unpacks.ts";

test.each([
  [undefined, false],
  ["", false],
  ["gzip", true],
  ["deflate, GZIP;q=0.5 , br", true],
  ["br;q=1.0, gzip;q=0", false],
  ["gzip; q=0.000", false],
  ["gzip;q=0.001", true],
  ["x-gzip, gzipped", false],
])("Accept-Encoding: %s", (accepts, unpacked) => {
  const headers = accepts === undefined ? {} : { "accept-encoding": accepts };
  expect(unpacks({ headers }, "gzip")).toBe(unpacked);
});
