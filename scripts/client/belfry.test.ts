import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Failure } from "./failure.ts";
import { run } from "./run.ts";

const root = path.join(import.meta.dirname, "../..");
const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };

/** What comes of a command line, in this process. */
async function belfry(...args: string[]): Promise<{ exit: number; said: string }> {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const around = { env: { BELFRY_TOKEN: "blf_not-to-be-said" }, say, note: say, signal: new AbortController().signal };
  const exit = await run(args, around).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    say(error.message);
    return error.exit;
  });
  return { exit, said: lines.join("\n") };
}

describe("belfry", () => {
  it("says what it can do, of all and of each", async () => {
    const { exit, said } = await belfry("--help");
    expect(exit).toBe(0);
    for (const name of ["publish", "send", "list", "tail", "clear", "undo", "me"]) {
      expect(said).toMatch(new RegExp(`^ {2}${name} `, "m"));
      expect(await belfry(name, "--help")).toEqual({
        exit: 0,
        said: expect.stringContaining(`belfry ${name}`) as unknown,
      });
    }
    expect(await belfry("--version")).toEqual({ exit: 0, said: version });
    expect((await belfry()).exit).toBe(2);
  });

  it.each([
    [["ring"], "there is no command ring"],
    [["publish", "core"], "publish wants an ORIGIN and a TYPE"],
    [["publish", "core", "note", "--data", "{"], "--data is not JSON"],
    [["publish", "core", "note", "--data", "[]"], "--data must be a JSON object"],
    [["publish", "--from", "/nowhere"], "/nowhere can't be read (ENOENT)"],
    [["publish", "core", "--from", "-"], "--from has all of it"],
    [["send"], "something is missing"],
    [["send", "one", "two"], "two is one too many"],
    [["send", "hi", "--valid-for", "2h"], "--valid-for is a whole number of seconds"],
    [["list", "--limit", "0"], "--limit is a whole number from 1 to 200"],
    [["list", "--unred"], "Unknown option '--unred'"],
    [["tail", "--count", "none"], "--count is a number"],
    [["list", "--token", "blf_in-the-command-line"], "put the token into BELFRY_TOKEN"],
  ])("%j is wrong, and it says how", async (args, words) => {
    const { exit, said } = await belfry(...args);
    expect([exit, said]).toEqual([2, expect.stringContaining(words)]);
    expect(said).not.toMatch(/not-to-be-said|in-the-command-line/);
  });
});

describe("as a package of somebody else's", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "belfry-package-"));
    const at = path.join(folder, "node_modules/belfry");
    mkdirSync(at, { recursive: true });
    for (const name of ["package.json", "scripts/belfry.mjs", "scripts/client", "lib/inbox/sentence.ts"])
      cpSync(path.join(root, name), path.join(at, name), { recursive: true });
    symlinkSync(
      path.join(root, "node_modules/eventsource-parser"),
      path.join(folder, "node_modules/eventsource-parser"),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("it runs below node_modules, and says nothing but what it was asked", () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(folder, "node_modules/belfry/scripts/belfry.mjs"), "--version"],
      { encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "" } },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });
});
