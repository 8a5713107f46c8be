import { expect, test } from "vitest";
import { queryOf, viewOf } from "./view.ts";

test.each(["", "?origin=core", "?unread=1", "?origin=core&unread=1&category=error"])("the address “%s” is that of its view", (query) => {
  expect(queryOf(viewOf(new URLSearchParams(query)))).toBe(query);
});

test("what an address asks for in error is left out", () => {
  expect(viewOf(new URLSearchParams("?category=toString&unread=yes"))).toEqual({ origin: undefined, unread: false, category: undefined });
});
