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
  ["ad\u0000min\n", "admin"],
  ["x".repeat(254), "x".repeat(254)],
])("%j is %j here", (name, username) => {
  expect(usernameFrom(name)).toBe(username);
  expect(schema.safeParse(username).success).toBe(true);
});

test.each(["", "   ", "\u200b", "\ud800", "x".repeat(255)])("%j is no username", (name) => {
  expect(usernameFrom(name)).toBeUndefined();
});
