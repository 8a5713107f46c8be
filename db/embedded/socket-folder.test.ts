import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { socketFolder } from "./socket-folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "belfry-sockets-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const below = (...places: string[]) => socketFolder("/data", {}, places) ?? "none";

describe.runIf(process.platform !== "win32")("socketFolder", () => {
  it("is closed to others, and the same each time", () => {
    const folder = below(root);
    expect(path.dirname(folder)).toBe(root);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(below(root)).toBe(folder);
    expect(socketFolder("/other", {}, [root])).not.toBe(folder);
  });

  it("is another one where somebody was there before: with a link, or a folder that others may enter", () => {
    const folder = below(root);
    chmodSync(folder, 0o750);
    expect(below(root)).not.toBe(folder);
    rmSync(folder, { recursive: true });
    mkdirSync(path.join(root, "elsewhere"), { mode: 0o700 });
    symlinkSync(path.join(root, "elsewhere"), folder);
    expect(below(root)).toMatch(new RegExp(`^${folder}-`));
  });

  it("is where there is a place that a socket's path can lead to", () => {
    const long = path.join(root, "x".repeat(100));
    const odd = path.join(root, "a, $b");
    for (const made of [long, odd]) mkdirSync(made);
    expect(path.dirname(below(path.join(root, "nowhere"), long, odd, root))).toBe(root);
    expect(below(long)).toBe("none");
  });
});
