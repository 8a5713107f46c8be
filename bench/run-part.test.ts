import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { runPart } from "./run-part.ts";

const folder = mkdtempSync(path.join(tmpdir(), "belfry-part-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const part = (name: string, code: string) => {
  const file = path.join(folder, `${name}.mjs`);
  writeFileSync(file, code);
  return file;
};

it("gives the figures that a part prints, and tells it how large it is to be", async () => {
  const file = part("whole", `console.log(JSON.stringify({ "a/b": process.argv.includes("--quick") ? 1 : 2 }));`);
  expect(await runPart(file, { quick: true })).toEqual({ "a/b": 1 });
  expect(await runPart(file, { quick: false })).toEqual({ "a/b": 2 });
});

it.each([
  ["throws", `process.stdout.write("{}"); process.exitCode = 3;`, "it ended with 3"],
  ["is killed", `process.kill(process.pid, "SIGKILL");`, "it ended with SIGKILL"],
  ["prints no figures", `console.log("oops");`, "JSON"],
  ["could not measure one", `console.log(JSON.stringify({ good: 1, bad: NaN }));`, "bad could not be measured"],
])("fails where it %s", async (name, code, message) => {
  await expect(runPart(part(name, code), { quick: true })).rejects.toThrow(message);
});
