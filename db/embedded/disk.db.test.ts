import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openEmbedded } from "../embedded.ts";

let disk: string;
let mounted: boolean;

/** A small disk of its own, where the system lets us make one. */
beforeEach(() => {
  disk = mkdtempSync(path.join(tmpdir(), "belfry-disk-"));
  chmodSync(disk, 0o755);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=12m,mode=755", "tmpfs", disk], { stdio: "pipe" });
    mounted = true;
  } catch {
    mounted = false;
  }
});
afterEach(() => {
  if (mounted) execFileSync("umount", ["-l", disk]);
  chmodSync(disk, 0o755);
  rmSync(disk, { recursive: true, force: true });
});

const refusal = async (options: { bin?: string } = {}) => {
  try {
    await (await openEmbedded({ dataDir: path.join(disk, "data"), ...options })).stop();
    return "none";
  } catch (error) {
    return (error as Error).message;
  }
};

it("a disk that is too small for a database is said to be full, in one line", async () => {
  // Where none can be mounted, a program in the place of Postgres's own says what that would say.
  const bin = path.join(disk, "bin");
  if (!mounted) {
    mkdirSync(bin);
    writeFileSync(
      path.join(bin, "initdb"),
      "#!/bin/sh\necho 'could not write: No space left on device' >&2\nexit 1\n",
      { mode: 0o755 },
    );
  }
  const line = `DATA_DIR: the disk of ${path.join(disk, "data")} is full; make room, or set it to another folder`;
  expect(await refusal(mounted ? {} : { bin })).toBe(line);
});

it("a disk that can only be read is said to be, in one line", async () => {
  if (mounted) execFileSync("mount", ["-o", "remount,ro", disk]);
  else chmodSync(disk, 0o555);
  expect(await refusal()).toMatch(
    /^DATA_DIR: [^\n]*data can(?:'t be written to| only be read); [^\n]*, or set it to another folder$/,
  );
});
