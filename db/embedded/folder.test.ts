import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ownFolder } from "./folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "belfry-own-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("makes a folder level by level, and takes one that it made before", () => {
  const made = ownFolder(root, ["belfry", "one"]);
  expect(statSync(made).isDirectory()).toBe(true);
  expect(ownFolder(root, ["belfry", "one"])).toBe(made);
});

it("trusts no link that somebody has put in its place", () => {
  mkdirSync(path.join(root, "elsewhere"));
  symlinkSync(path.join(root, "elsewhere"), path.join(root, "belfry"));
  expect(() => ownFolder(root, ["belfry", "one"])).toThrow("is not a folder of this account's alone");
});

it("trusts no folder that others may write to", () => {
  mkdirSync(path.join(root, "belfry"));
  chmodSync(path.join(root, "belfry"), 0o777);
  expect(() => ownFolder(root, ["belfry", "one"])).toThrow("set DATA_DIR to another place");
});
