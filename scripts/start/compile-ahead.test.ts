import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { compileAhead } from "./compile-ahead.ts";

test("long scripts begin with the hint, once; short ones and styles stay as they are", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "belfry-chunks-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const long = `"${"x".repeat(100_000)}"`;
  for (const [name, text] of Object.entries({ "long.js": long, "short.js": "1", "long.css": long }))
    writeFileSync(path.join(folder, name), text);
  compileAhead(folder);
  compileAhead(folder);
  const written = (name: string) => readFileSync(path.join(folder, name), "utf8");
  expect(written("long.js")).toBe(`//# allFunctionsCalledOnLoad\n${long}`);
  expect(written("short.js")).toBe("1");
  expect(written("long.css")).toBe(long);
});
