import { expect, test } from "vitest";
import { queryOf, viewOf } from "./view.ts";

test.each(["", "?origin=core", "?unread=1", "?origin=core&unread=1&category=error"])(
  "the address “%s” is that of its view",
  (query) => {
    expect(queryOf(viewOf(new URLSearchParams(query)))).toBe(query);
  },
);

test.each(["?category=toString&unread=yes", "?origin=", "?origin=%00", "?origin=..", `?origin=${"a".repeat(256)}`])(
  "what the address “%s” asks for in error is left out",
  (query) => {
    expect(viewOf(new URLSearchParams(query))).toEqual({ origin: undefined, unread: false, category: undefined });
  },
);
