import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

interface Line {
  level: number;
  time: string;
  msg: string;
  warning?: string;
  code?: string;
}

/** What a process says that does so in a number of ways. */
function said(script: string) {
  const whole = `import { writeJsonLines } from "./scripts/start/json-lines.ts"; const log = writeJsonLines(); ${script}`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", whole], { encoding: "utf8" });
  const lines = (text: string) =>
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);
  return { stdout: lines(stdout), stderr: lines(stderr) };
}

it("whatever is said is one JSON object a line", () => {
  const { stdout, stderr } = said(`
    console.log("\\u001b[1m▲ Next.js %s\\u001b[0m\\n- Local: %s", 16, "http://localhost");
    console.log("");
    console.warn("careful");
    console.error("it broke:", new Error("two\\nlines"));
    console.debug("quiet");
    console.table([{ a: 1 }]);
    console.assert(false, "no");
    process.stdout.write(new TextEncoder().encode("bytes\\n"), () => console.info("written"));
    process.stderr.write("belfry: PORT is wrong\\n", "utf8");
    process.emitWarning("old", { type: "DeprecationWarning", code: "DEP9999" });
    new Buffer(1);
  `);
  expect(stdout.map(({ level, msg }) => [level, msg.split("\n")[0]])).toEqual([
    [30, "▲ Next.js 16"],
    [40, "careful"],
    [50, "it broke: Error: two"],
    [30, "┌─────────┬───┐"],
    [40, "Assertion failed: no"],
    [30, "bytes"],
    [30, "written"],
    [40, "old"],
    [40, expect.stringContaining("Buffer() is deprecated")],
  ]);
  expect(stdout[0]?.msg).toBe("▲ Next.js 16\n- Local: http://localhost");
  expect(stdout[7]).toMatchObject({ warning: "DeprecationWarning", code: "DEP9999" });
  expect(stderr).toMatchObject([{ level: 50, msg: "belfry: PORT is wrong" }]);
  expect(Date.parse(stdout[0]?.time ?? "")).not.toBeNaN();
});

it("a quiet log hides console's words, and nothing that is written to a stream", () => {
  const { stdout, stderr } = said(`
    log.level = "silent";
    console.error("hidden");
    process.emitWarning("hidden");
    process.stdout.write("shown");
    process.stderr.write("shown too");
  `);
  expect([...stdout, ...stderr].map(({ msg }) => msg)).toEqual(["shown", "shown too"]);
});

it("a line of our own log is one already", () => {
  const { stdout } = said(`
    const { createLog } = await import("./lib/log.ts");
    createLog("info").info({ token: "hidden" }, "ours");
  `);
  expect(stdout).toMatchObject([{ level: 30, msg: "ours", token: "[secret]" }]);
});
