import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { ensurePackages } from "#scripts/python/environment.ts";
import { expect, startBelfry, test } from "../fixtures.ts";

const folder = path.join(import.meta.dirname, "readers");

/** What a program has said so far; it may write a line in pieces. */
function linesOf(output: Readable): string[] {
  const lines: string[] = [];
  createInterface({ input: output }).on("line", (line) => lines.push(line));
  return lines;
}

test("programs in Python have each event when it comes, not when more have come", async () => {
  test.setTimeout(300_000);
  const python = await ensurePackages("readers", path.join(folder, "requirements.txt"));
  const belfry = await startBelfry({ labs: 1, mix: {} });
  const readers = ["sseclient", "requests"].map((how) => {
    const args = [path.join(folder, "read.py"), `${belfry.url}/api/stream`, belfry.admin.token, how];
    const child = spawn(python, args, { stdio: ["ignore", "pipe", "inherit"] });
    return { how, child, lines: linesOf(child.stdout) };
  });
  try {
    await belfry.api("PUT", "/api/origins/core");
    await belfry.api("PUT", "/api/origins/core/members/admin");
    for (const { lines, how } of readers) await expect.poll(() => lines, how).toEqual(["open"]);
    const expected = ["open"];
    for (const n of [1, 2, 3]) {
      expect((await belfry.api("POST", "/notifications", { type: "note", origin: "core", data: { n } })).status).toBe(
        201,
      );
      expected.push(String(n));
      for (const { lines, how } of readers) await expect.poll(() => lines, how).toEqual(expected);
    }
  } finally {
    for (const { child } of readers) child.kill();
    await belfry.stop();
  }
});

test("the manual's examples in Python run: one follows with httpx what another publishes with requests", async () => {
  test.setTimeout(300_000);
  const python = await ensurePackages("readers", path.join(folder, "requirements.txt"));
  const belfry = await startBelfry({ labs: 1, mix: {} });
  const env = { ...process.env, BELFRY_URL: belfry.url, BELFRY_TOKEN: belfry.admin.token };
  const example = (name: string, ...args: string[]) => {
    const child = spawn(python, [path.join("docs/examples", name), ...args], {
      stdio: ["ignore", "pipe", "inherit"],
      env,
    });
    return { lines: linesOf(child.stdout), child };
  };
  const started = [];
  try {
    await belfry.api("PUT", "/api/origins/core");
    await belfry.api("PUT", "/api/origins/core/members/admin");
    const follow = example("follow.py", "1");
    started.push(follow);
    await expect.poll(() => follow.lines).toEqual(["open"]);
    const publish = example("publish.py", "core");
    started.push(publish);
    await expect.poll(() => publish.child.exitCode).toBe(0);
    const [, id = ""] = /^published (\d+)$/.exec(publish.lines[0] ?? "") ?? [];
    expect(publish.lines).toEqual([`published ${id}`, `unread core ${id} release`, "cleared, and brought back"]);
    await expect.poll(() => follow.lines).toEqual(["open", `core ${id} release`]);
    await expect.poll(() => follow.child.exitCode).toBe(0);
  } finally {
    for (const { child } of started) child.kill();
    await belfry.stop();
  }
});
