import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { builtPath } from "#lib/env.ts";
import { mounted } from "./mounted.ts";
import { place } from "./place.ts";

let root: string;
let app: string;

/** A build in short: a script, a pattern, a picture, what is left behind, and a link to a package. */
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "belfry-place-test-"));
  app = path.join(root, "app");
  const files = {
    "package.json": "{}",
    "db/migrations/0.sql": "select 1",
    ".next/BUILD_ID": "one",
    ".next/static/a.js": `fetch("${builtPath}/api"+x)`,
    ".next/static/a.js.map": "{}",
    ".next/cache/large": "x",
    ".next/server/matchers.json": JSON.stringify({ regexp: `^\\${builtPath}(?:\\/x)?$` }),
    ".next/routes-manifest.json": JSON.stringify({
      version: 3,
      redirects: [
        { source: `${builtPath}/`, destination: builtPath },
        { source: `${builtPath}/:path+/`, destination: `${builtPath}/:path+` },
      ],
    }),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(app, name)), { recursive: true });
    writeFileSync(path.join(app, name), text);
  }
});
afterEach(() => {
  chmodSync(app, 0o755);
  rmSync(root, { recursive: true, force: true });
});

const at = (prefix: string) => {
  const folder = place({ app, at: prefix, dataDir: path.join(root, "data") });
  return { folder, read: (name: string) => readFileSync(path.join(folder, name), "utf8") };
};

describe("the build at the path where it is mounted", () => {
  it.each([
    ["", 'fetch("/api"+x)', "^(?:\\/x)?$"],
    ["/services/belfry", 'fetch("/services/belfry/api"+x)', "^\\/services\\/belfry(?:\\/x)?$"],
    ["/a/b.c/d/e", 'fetch("/a/b.c/d/e/api"+x)', "^\\/a\\/b.c\\/d\\/e(?:\\/x)?$"],
  ])("%j has it in scripts and patterns", (prefix, script, regexp) => {
    const { folder, read } = at(prefix);
    expect(read(".next/static/a.js")).toBe(script);
    expect(JSON.parse(read(".next/server/matchers.json"))).toEqual({ regexp });
    expect(read("db/migrations/0.sql")).toBe("select 1");
    expect(lstatSync(path.join(folder, "package.json")).isSymbolicLink()).toBe(true);
    expect(["static/a.js.map", "cache"].filter((name) => existsSync(path.join(folder, ".next", name)))).toEqual([]);
  });

  it("leads nowhere from a host's root to the root itself", () => {
    const sources = (prefix: string) =>
      (JSON.parse(at(prefix).read(".next/routes-manifest.json")) as { redirects: { source: string }[] }).redirects.map(
        ({ source }) => source,
      );
    expect(sources("")).toEqual(["/:path+/"]);
    expect(sources("/x")).toEqual(["/x/", "/x/:path+/"]);
  });

  it("is made once a build and path, and anew for another", () => {
    const [first, again, other] = [at("/x"), at("/x"), at("/y")];
    expect(again.folder).toBe(first.folder);
    expect(other.folder).not.toBe(first.folder);
    writeFileSync(path.join(app, ".next/BUILD_ID"), "two");
    expect(at("/x").folder).not.toBe(first.folder);
    expect(readdirSync(path.join(root, "data/mounted"))).toHaveLength(3);
  });

  it("forgets what was built, or compiled, so long ago that nothing asks for it any more", () => {
    const compiled = path.join(root, "data/compiled/v24");
    mkdirSync(compiled, { recursive: true });
    for (const name of ["old", "young"]) writeFileSync(path.join(compiled, name), "");
    const before = at("/x").folder;
    for (const each of [before, path.join(compiled, "old")]) utimesSync(each, 0, 0);
    at("/y");
    expect(existsSync(before)).toBe(false);
    expect(readdirSync(compiled)).toEqual(["young"]);
  });

  it("goes to a folder of its own where DATA_DIR can't be written to", () => {
    writeFileSync(path.join(root, "file"), "");
    const folder = place({ app, at: "/x", dataDir: path.join(root, "file", "data") });
    expect(folder.startsWith(path.join(tmpdir(), "belfry-mounted-"))).toBe(true);
    expect(readFileSync(path.join(folder, ".next/static/a.js"), "utf8")).toBe('fetch("/x/api"+x)');
    rmSync(folder, { recursive: true });
  });

  it("escapes a path as what it replaces was", () => {
    expect(mounted(String.raw`"^\\${builtPath}\\/x"`, "/a/b")).toBe(String.raw`"^\\/a\\/b\\/x"`);
  });
});
