import { describe, expect, test } from "vitest";
import { fillIn, savedMessageFault, variablesOf } from "./variables.ts";

test("variables are words in braces, each once", () => {
  expect(variablesOf("{name}: maintenance at {time}, back in {minutes} min, {name}")).toEqual([
    "name",
    "time",
    "minutes",
  ]);
  expect(variablesOf("{} {Time} {1st} {a b} {{x} {é} {" + "a".repeat(33) + "}")).toEqual(["x"]);
});

describe("filling in", () => {
  test("what has no value stays as it is", () => {
    expect(fillIn("At {time}, {name}", { time: " 18:00 " })).toBe("At 18:00, {name}");
    expect(fillIn("At {time}", { time: "  " })).toBe("At {time}");
    expect(fillIn("{constructor} {x}", {})).toBe("{constructor} {x}");
  });

  test("values are text: neither looked into again nor taken for a pattern", () => {
    expect(fillIn("{a} {b}", { a: "{b}", b: "$& $1" })).toBe("{b} $& $1");
  });
});

test.each([
  ["At {time}", undefined],
  ["{text}", undefined],
  ["x".repeat(140) + "{time}", undefined],
  ["x".repeat(141), "Message is 141 characters without its variables; 140 fit"],
  ["x".repeat(141) + "{time}", "Message is 141 characters without its variables; 140 fit"],
  ["  ", "Message is empty"],
  [Array.from({ length: 11 }, (_, index) => `{v${index}}`).join(""), "Message has more than 10 variables"],
  ["{time}".repeat(100), "Message is longer than 480 characters"],
  ["\u0000", "Message holds a NUL character"],
])("%o: %s", (text, fault) => {
  expect(savedMessageFault(text)?.slice(0, fault?.length)).toBe(fault);
});
