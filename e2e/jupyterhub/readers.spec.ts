import { spawn } from "node:child_process";
import path from "node:path";
import { ensurePackages } from "#scripts/python/environment.ts";
import { expect, startBelfry, test } from "../fixtures.ts";

const folder = path.join(import.meta.dirname, "readers");

test("programs in Python have each event when it comes, not when more have come", async () => {
  test.setTimeout(300_000);
  const python = await ensurePackages("readers", path.join(folder, "requirements.txt"));
  const belfry = await startBelfry({ labs: 1, mix: {} });
  const readers = ["sseclient", "requests"].map((how) => {
    const args = [path.join(folder, "read.py"), `${belfry.url}/api/stream`, belfry.admin.token, how];
    const child = spawn(python, args, { stdio: ["ignore", "pipe", "inherit"] });
    const lines: string[] = [];
    child.stdout.on("data", (chunk: Buffer) => lines.push(...chunk.toString().split("\n").filter(Boolean)));
    return { how, child, lines };
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
