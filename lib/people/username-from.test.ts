import { expect, test } from "vitest";
import { username as schema } from "./schema.ts";
import { usernameFrom } from "./username-from.ts";

test.each([
  ["alice", "alice"],
  ["Alice", "Alice"],
  ["ann.lee@example.org", "ann.lee@example.org"],
  ["王芳", "王芳"],
  ["  Ann   Lee ", "Ann-Lee"],
  ["staff/ann", "staff-ann"],
  ["jose\u0301", "jos\u00e9"],
  ["admin\u200b", "admin"],
  ["\u202eadmin", "admin"],
  ["ad\u034fmin\ufe0f", "admin"],
  ["\u3164ad\u115fmin\uffa0", "admin"],
  ["admin\u2800", "admin"],
  ["admin\u{e0061}\u{e0100}", "admin"],
  ["ad\u0000min\n", "admin"],
  ["x".repeat(254), "x".repeat(254)],
])("%j is %j here", (name, username) => {
  expect(usernameFrom(name)).toBe(username);
  expect(schema.safeParse(username).success).toBe(true);
});

test.each(["\u034f", "\ufe0f", "\u3164", "\u{e0100}", "\u2800", "\u00ad", "\ud800"])(
  "no account is made with %j in its name",
  (sign) => {
    expect(schema.safeParse(`ad${sign}min`).success).toBe(false);
  },
);

test.each(["", "   ", "\u200b", "\ud800", "x".repeat(255)])("%j is no username", (name) => {
  expect(usernameFrom(name)).toBeUndefined();
});
