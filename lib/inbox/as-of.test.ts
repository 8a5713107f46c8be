import fc from "fast-check";
import { expect, it } from "vitest";
import { BelfryError } from "#lib/errors.ts";
import { readAsOf, writeAsOf, type Vector } from "./as-of.ts";

const number = fc.maxSafeNat();
const vector = fc
  .uniqueArray(fc.tuple(number, number), { selector: ([feedId]) => feedId, maxLength: 250 })
  .map((pairs): Vector => pairs.toSorted(([a], [b]) => a - b));

it("reads what it wrote, up to 2^53", () => {
  fc.assert(
    fc.property(vector, (given) => {
      expect(readAsOf(writeAsOf(given))).toEqual(given);
    }),
  );
});

it("stays far below what a header may hold for 200 feeds of ten thousand", () => {
  const text = writeAsOf(Array.from({ length: 200 }, (_, n) => [1000 + n, 10_000] as const));
  expect(text.length).toBeLessThan(1000);
  expect(text).toMatch(/^[\w-]+$/);
});

it("refuses everything else", () => {
  const refused = (text: string) => {
    expect(() => readAsOf(text)).toThrow(BelfryError);
  };
  for (const text of [
    "",
    "garbage",
    "x",
    "null",
    "0",
    writeAsOf([]).slice(1),
    `${writeAsOf([])}=`,
    ` ${writeAsOf([])}`,
  ])
    refused(text);
  fc.assert(fc.property(fc.string(), refused));
  fc.assert(
    fc.property(vector, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, place, change) => {
      const bytes = Buffer.from(writeAsOf(given), "base64url");
      const at = place % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ change;
      refused(bytes.toString("base64url"));
    }),
  );
});
