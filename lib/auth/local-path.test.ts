import { expect, test } from "vitest";
import { localPath } from "./local-path.ts";

test.each([
  ["/hub/notifications", "/hub/notifications"],
  ["/hub/notifications?broadcast=7#top", "/hub/notifications?broadcast=7#top"],
  ["/a/../b", "/b"],
])("%s is a path here", (from, path) => {
  expect(localPath(from)).toBe(path);
});

test.each([
  undefined,
  "",
  "hub",
  "https://elsewhere.example/",
  "//elsewhere.example/",
  "/\\elsewhere.example/",
  "/\t/elsewhere.example/",
  "\\\\elsewhere.example",
  "/.//elsewhere.example",
  "javascript:alert(1)",
  ["/a", "/b"],
])("%s leads nowhere else", (from) => {
  expect(localPath(from)).toBe("/");
});
