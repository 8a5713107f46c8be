import { describe, expect, it } from "vitest";
import { PathTable } from "./path-table.ts";

const table = new PathTable([
  ["/a/{x}", "varying"],
  ["/a/b", "spelled out"],
  ["/{x}/{y}/c", "both"],
  ["/a/{x}/c", "one"],
]);

describe("a table of paths", () => {
  it.each([
    ["/a/b", "spelled out", {}],
    ["/a/c", "varying", { x: "c" }],
    ["/a/%2F", "varying", { x: "%2F" }],
    ["/a/b/c", "one", { x: "b" }],
    ["/b/b/c", "both", { x: "b", y: "b" }],
  ])("%s is %s", (path, value, params) => {
    expect(table.find(path)).toEqual({ value, params });
  });

  it.each(["/a/", "/a", "/a/b/", "/a//c", "", "/", "/A/b/d"])("%s is nothing", (path) => {
    expect(table.find(path)).toBeUndefined();
  });
});
