import { expect, test } from "vitest";
import { queryOf, viewOf, whole } from "./view.ts";

test.each([
  "",
  "?origin=core",
  "?unread=1",
  "?origin=core&unread=1&category=error&type=note&q=%C5%82+1.2",
  "?show=kept&q=a",
])("the address “%s” is that of its view", (query) => {
  expect(queryOf(viewOf(new URLSearchParams(query)))).toBe(query);
});

test.each([
  "?category=toString&unread=yes",
  "?origin=",
  "?origin=%00",
  "?origin=..",
  `?origin=${"a".repeat(256)}`,
  "?type=A&show=all&q=++",
])("what the address “%s” asks for in error is left out", (query) => {
  expect(viewOf(new URLSearchParams(query))).toEqual(whole({ origin: undefined, show: undefined }));
});
