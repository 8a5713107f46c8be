import { describe, expect, it } from "vitest";
import { line, shown } from "./plain.ts";

const at = new Date(2030, 2, 7, 18, 5).getTime();
const note = (data: Record<string, unknown>, read = false) =>
  line({ id: 7, timestamp: at, type: "release", category: "success", origin: "core", read, data });

describe("a notification in a line", () => {
  it("says whether it is unread, when, how grave, where and what", () => {
    expect(note({ title: "42 is out", message: "At last" })).toBe(
      "● 2030-03-07 18:05  success  core/7  42 is out  (At last)",
    );
    expect(note({ title: "42 is out" }, true)).toBe("  2030-03-07 18:05  success  core/7  42 is out");
  });

  it("does nothing to a terminal, whoever wrote it", () => {
    expect(note({ title: "\u001b[2J\u001b]0;owned\u0007all clear\u202e\r\nagain" })).toMatch(
      /core\/7 {2}\[2J \]0;owned all clear/,
    );
    expect(shown("\u009b31m a\u0000b \u2067c")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2067]/);
  });
});
