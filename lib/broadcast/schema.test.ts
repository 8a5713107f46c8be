import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MESSAGE_LIMIT, messageLength, VARIANTS } from "./message.ts";
import { broadcastInput, labPayload } from "./schema.ts";

/** `path: message` of everything that is wrong. */
function faults(body: unknown): string[] {
  const parsed = broadcastInput.safeParse(body);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("the length of a message", () => {
  test.each([
    ["Maintenance at 18:00", 20],
    ["  padded \n", 6],
    ["", 0],
    [" \t ", 0],
    ["zoë", 3],
    ["👩‍🚀", 3],
    ["🔔🔔", 2],
  ])("%j counts %i", (text, length) => {
    expect(messageLength(text)).toBe(length);
  });

  test("is code points, whatever they are, and space around them counts nothing", () => {
    const inner = fc.array(
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }).filter((point) => point.trim() !== ""),
    );
    const space = fc.string({ unit: fc.constantFrom(" ", "\n", "\t", "\u00a0") });
    fc.assert(
      fc.property(inner, space, space, (points, before, after) => {
        expect(messageLength(before + points.join("") + after)).toBe(points.length);
      }),
    );
  });

  test("decides alone whether a message fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (message) => {
        const length = messageLength(message);
        fc.pre(!message.includes("\u0000"));
        expect(broadcastInput.safeParse({ message }).success).toBe(length >= 1 && length <= MESSAGE_LIMIT);
      }),
    );
  });
});

describe("the body of a broadcast", () => {
  test("needs a message alone", () => {
    expect(broadcastInput.parse({ message: " Maintenance at 18:00 " })).toEqual({
      message: "Maintenance at 18:00",
      variant: "info",
      autoClose: false,
      immediate: true,
    });
  });

  test("may say everything", () => {
    expect(
      broadcastInput.parse({
        message: "🔔".repeat(MESSAGE_LIMIT),
        variant: "in-progress",
        autoClose: 0,
        immediate: false,
        recipients: ["alice", "zoë", "alice"],
        validFor: 3600,
        sendAt: "2026-03-07T18:00:00.5+01:00",
      }),
    ).toEqual({
      message: "🔔".repeat(MESSAGE_LIMIT),
      variant: "in-progress",
      autoClose: 0,
      immediate: false,
      recipients: ["alice", "zoë"],
      validFor: 3600,
      sendAt: new Date("2026-03-07T17:00:00.500Z"),
    });
  });

  test.each(VARIANTS)("may be of type %s", (variant) => {
    expect(broadcastInput.parse({ message: "m", variant }).variant).toBe(variant);
  });

  test.each([
    [true, 5000],
    [false, false],
    [0, 0],
    [600_000, 600_000],
  ])("autoClose %j stands for %j", (autoClose, meant) => {
    expect(broadcastInput.parse({ message: "m", autoClose }).autoClose).toBe(meant);
  });

  test("may name its time to the minute, and with Z", () => {
    expect(broadcastInput.parse({ message: "m", sendAt: "2026-03-07T18:00+01:00" }).sendAt).toEqual(
      new Date("2026-03-07T17:00Z"),
    );
    expect(broadcastInput.parse({ message: "m", sendAt: "2026-03-07T18:00:00Z" }).sendAt).toEqual(
      new Date("2026-03-07T18:00Z"),
    );
  });

  test.each<[unknown, string[]]>([
    [{}, ["message: Message is missing"]],
    [{ message: 5 }, ["message: Must be text"]],
    [{ message: " \n" }, ["message: Message is empty"]],
    [{ message: "x".repeat(152) }, ["message: Message is 152 characters; 140 fit"]],
    [{ message: "a\u0000b" }, ["message: Message holds a NUL character (U+0000)"]],
    [{ message: "a\ud83d" }, ["message: Message holds half a surrogate pair, which is not a character"]],
    [
      { message: "m", variant: "danger" },
      ["variant: Type is one of default, info, success, warning, error, in-progress"],
    ],
    [
      { message: "m", autoClose: -1 },
      ["autoClose: Auto-close is false, true, or a whole number of ms from 0 to 86400000"],
    ],
    [
      { message: "m", autoClose: "5s" },
      ["autoClose: Auto-close is false, true, or a whole number of ms from 0 to 86400000"],
    ],
    [
      { message: "m", autoClose: 1e9 },
      ["autoClose: Auto-close is false, true, or a whole number of ms from 0 to 86400000"],
    ],
    [{ message: "m", immediate: "yes" }, ["immediate: Immediate is true or false"]],
    [{ message: "m", recipients: "alice" }, ["recipients: Recipients is a list of usernames"]],
    [{ message: "m", recipients: [] }, ["recipients: Recipients is empty; leave it out to reach everybody"]],
    [{ message: "m", recipients: ["alice", ""] }, ["recipients.1: Username is empty"]],
    [
      { message: "m", recipients: ["a\udc00"] },
      ["recipients.0: Username holds half a surrogate pair, which is not a character"],
    ],
    [{ message: "m", recipients: ["x".repeat(256)] }, ["recipients.0: Username is longer than 255 characters"]],
    [{ message: "m", validFor: 0 }, ["validFor: Valid for is at least 1 second"]],
    [{ message: "m", validFor: 1.5 }, ["validFor: Valid for is a whole number of seconds"]],
    [{ message: "m", validFor: 1e9 }, ["validFor: Valid for is at most 2592000 seconds (30 days)"]],
    [
      { message: "m", sendAt: "2026-03-07T18:00:00" },
      ["sendAt: Send time must be ISO 8601 with an offset, such as 2026-03-07T18:00:00+01:00"],
    ],
    [
      { message: "m", sendAt: "2026-02-30T18:00:00Z" },
      ["sendAt: Send time must be ISO 8601 with an offset, such as 2026-03-07T18:00:00+01:00"],
    ],
    [{ message: "m", type: "info" }, [": Unknown field: type"]],
    [{ message: "m", type: "info", to: "x" }, [": Unknown fields: type, to"]],
    [["m"], [": Body must be a JSON object"]],
    [
      { message: "", variant: 1 },
      ["message: Message is empty", "variant: Type is one of default, info, success, warning, error, in-progress"],
    ],
  ])("%j is refused in words", (body, words) => {
    expect(faults(body)).toEqual(words);
  });
});

test("a lab is told what its extension reads and nothing else", () => {
  const checked = broadcastInput.parse({
    message: "m",
    variant: "warning",
    autoClose: true,
    recipients: ["alice"],
    validFor: 60,
  });
  expect(labPayload(checked)).toStrictEqual({
    message: "m",
    type: "warning",
    autoClose: 5000,
    immediate: true,
    actions: [{ label: "Dismiss", caption: "Close this notification", displayType: "default" }],
  });
});
