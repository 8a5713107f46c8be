import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addressFrom, tokenFrom } from "./settings.ts";

describe("where Belfry is", () => {
  it.each([
    [undefined, "http://127.0.0.1:3000"],
    ["https://hub.example.org/services/belfry/", "https://hub.example.org/services/belfry"],
    ["http://belfry:3000", "http://belfry:3000"],
  ])("%s → %s", (given, address) => {
    expect(addressFrom({ BELFRY_URL: given })).toBe(address);
  });

  it.each([
    ["belfry.example.org", /BELFRY_URL must be an http or https address/],
    ["ftp://belfry", /BELFRY_URL must be/],
    ["https://me:blf_secret@belfry.example.org", /BELFRY_URL holds a password/],
  ])("refuses %s", (given, words) => {
    expect(() => addressFrom({ BELFRY_URL: given })).toThrow(words);
  });
});

describe("the token", () => {
  let folder: string;
  const file = () => path.join(folder, "belfry/token");
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "belfry-token-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is BELFRY_TOKEN's, before any file's", () => {
    expect(tokenFrom({ BELFRY_TOKEN: "blf_a", BELFRY_TOKEN_FILE: "/nowhere" })).toBe("blf_a");
  });

  it("is that of a file which others can't read", () => {
    writeFileSync(path.join(folder, "token"), "blf_b\n", { mode: 0o600 });
    expect(tokenFrom({ BELFRY_TOKEN_FILE: path.join(folder, "token") })).toBe("blf_b");
  });

  it.skipIf(process.platform === "win32")("is not taken from one that others can read", () => {
    writeFileSync(path.join(folder, "token"), "blf_b\n");
    chmodSync(path.join(folder, "token"), 0o640);
    expect(() => tokenFrom({ BELFRY_TOKEN_FILE: path.join(folder, "token") })).toThrow(
      /others can read .*token; run: chmod 600/,
    );
  });

  it("is never said, also where it can't be one", () => {
    expect(() => tokenFrom({ BELFRY_TOKEN: "a secret with spaces" })).toThrow("what is in BELFRY_TOKEN is not a token");
    expect(() => tokenFrom({ XDG_CONFIG_HOME: folder })).toThrow(`there is no token in BELFRY_TOKEN or ${file()}`);
    expect(() => tokenFrom({ BELFRY_TOKEN_FILE: "/nowhere/token" })).toThrow("the file /nowhere/token can't be read");
  });
});
