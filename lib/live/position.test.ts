import { describe, expect, it } from "vitest";
import { writeAsOf } from "#lib/inbox/as-of.ts";
import { readPosition, writePosition } from "./position.ts";

describe("a position", () => {
  it("says what was written", () => {
    const text = writePosition(
      [
        [3, 10],
        [4, 2 ** 52],
      ],
      7,
    );
    expect(readPosition(text)).toEqual({
      heads: new Map([
        [3, 10],
        [4, 2 ** 52],
      ]),
      version: 7,
    });
  });

  it("may be a listing's As-Of, which is also what stands before its dot", () => {
    const asOf = writeAsOf([[3, 10]]);
    expect(readPosition(asOf)).toEqual({ heads: new Map([[3, 10]]), version: undefined });
    expect(writePosition([[3, 10]], 7).split(".")[0]).toBe(asOf);
  });

  it.each([
    "",
    "1",
    "what is this",
    "AAAAAA.1",
    `${writeAsOf([])}.`,
    `${writeAsOf([])}.x`,
    `x${writePosition([[1, 2]], 3)}`,
    `${writeAsOf([])}.1.2`,
  ])("is not %j", (text) => {
    expect(readPosition(text)).toBeUndefined();
  });
});
