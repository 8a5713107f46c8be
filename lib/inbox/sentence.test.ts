import { describe, expect, test } from "vitest";
import { identsOf, linkOf, plain, sentence } from "./sentence.ts";

const node = { package: "node", version: "1.2.3", release: "2017010100000000" };
const job = { group_id: "12345", job_id: "67890", source: "vcs:github", message: "Bump node\n\nlong story" };

test.each([
  [
    "job-scheduled",
    { package: "node", ...job, source: "user:cnunciato", message: undefined },
    "node build requested",
    ["by cnunciato"],
  ],
  [
    "job-started",
    { package: "node", ...job, status: "Processing" },
    "node build started",
    ["from GitHub", "“Bump node”"],
  ],
  ["job-finished", { ...node, ...job, status: "Complete" }, "node 1.2.3 built", ["from GitHub", "“Bump node”"]],
  [
    "job-finished",
    { ...node, ...job, status: "Failed" },
    "node build failed · group 12345",
    ["from GitHub", "“Bump node”"],
  ],
  [
    "job-started",
    { package: "node", ...job, source: "vcs:constructor", message: undefined, status: "Processing" },
    "node build started",
    ["from constructor"],
  ],
  [
    "package-uploaded",
    { ...node, channel: "unstable", source: "user:cnunciato" },
    "node 1.2.3 uploaded to unstable",
    ["by cnunciato"],
  ],
  [
    "package-promoted",
    { ...node, channel: "unstable", source: "bldr" },
    "node 1.2.3 promoted to unstable",
    ["by Builder"],
  ],
  [
    "package-promoted",
    { ...node, channel: "stable", source: "user:cnunciato", message: "Releasing! Yay!" },
    "node 1.2.3 promoted to stable",
    ["by cnunciato", "“Releasing! Yay!”"],
  ],
  [
    "package-demoted",
    { ...node, channel: "stable", source: "user:cnunciato", message: "Had to" },
    "node 1.2.3 demoted from stable",
    ["by cnunciato", "“Had to”"],
  ],
  [
    "dep-promoted",
    { ...node, channel: "stable", dependent: { origin: "cnunciato", name: "ghost", version: "1.2.3", release: "1" } },
    "core/node 1.2.3, which cnunciato/ghost depends on, is now stable",
    [],
  ],
  ["broadcast", { message: "Maintenance at 18:00", sender: "alice" }, "Maintenance at 18:00", ["from alice"]],
  [
    "disk-report",
    { title: "Disk at 82 %", message: "Old releases go\non Friday", url: "https://ci.example/7" },
    "Disk at 82 %",
    ["Old releases go", "ci.example"],
  ],
  ["disk-report", { message: "Only a message" }, "Only a message", []],
  ["disk-report", { title: 7, message: [], url: "javascript:alert(1)" }, "disk report", []],
])("%s reads as a sentence", (type, data, said, meta) => {
  const found = sentence({ type, origin: "core", data });
  expect(plain(found)).toBe(said);
  expect(found.meta).toEqual(meta);
});

describe("a link", () => {
  test.each([
    ["https://ci.example/7", "https://ci.example/7"],
    ["HTTP://ci.example", "http://ci.example/"],
    ["javascript:alert(1)", undefined],
    ["data:text/html,x", undefined],
    ["//ci.example", undefined],
    ["/settings", undefined],
    ["https://", undefined],
    [" https://ci.example ", "https://ci.example/"],
    [7, undefined],
  ])("%s", (url, href) => expect(linkOf({ url })).toBe(href));
});

test("idents are as full as the body", () => {
  expect(
    identsOf({
      origin: "core",
      data: { ...node, dependent: { origin: "me", name: "ghost", version: "1", release: "2" } },
    }),
  ).toEqual(["core/node/1.2.3/2017010100000000", "me/ghost/1/2"]);
  expect(identsOf({ origin: "core", data: { package: "node" } })).toEqual(["core/node"]);
  expect(identsOf({ origin: "core", data: { title: "no package" } })).toEqual([]);
});
