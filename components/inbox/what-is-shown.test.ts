import { expect, test } from "vitest";
import { viewOf } from "./view.ts";
import { clearWords, markWords } from "./what-is-shown.ts";

test.each<[string, number | undefined, string, string]>([
  ["", 1300, "Clear all", "Mark all read"],
  ["category=error", 3, "Clear 3 errors", "Mark 3 errors read"],
  ["category=error", 1, "Clear 1 error", "Mark 1 error read"],
  ["category=error&unread=1", undefined, "Clear all unread errors", "Mark all errors read"],
  ["unread=1", 1300, "Clear 1,300 unread", "Mark 1,300 read"],
  ["origin=core", 31, "Clear 31 in core", "Mark 31 in core read"],
  ["origin=core", undefined, "Clear core", "Mark core read"],
  ["origin=core&category=warning", 2, "Clear 2 warnings in core", "Mark 2 warnings in core read"],
  ["q=node&category=error", 4, "Clear 4 found", "Mark 4 found read"],
  ["type=job-started&origin=core", undefined, "Clear all found in core", "Mark all found in core read"],
])("the view “%s” of %s says what its buttons do", (query, count, clearing, marking) => {
  const view = viewOf(new URLSearchParams(query));
  expect([clearWords(view, count), markWords(view, count)]).toEqual([clearing, marking]);
});
