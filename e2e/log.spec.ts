import { expect, startBelfry, test } from "./fixtures.ts";

interface Line {
  level: number;
  time: string;
  msg: string;
}

test("everything that the process says is one JSON object a line", async () => {
  const settings = { LOG_LEVEL: "info", NODE_OPTIONS: "--import ./e2e/provoke.mjs" };
  const belfry = await startBelfry({ labs: 2, settings });
  try {
    await belfry.api("POST", "/hub/api/notifications/broadcast", { message: "Hello" });
    process.kill(belfry.pid ?? 0, "SIGUSR2");
    await expect.poll(() => belfry.said()).toContain("the last word");
    expect((await belfry.api("GET", "/healthz")).status).toBe(200);
  } finally {
    await belfry.stop();
  }
  const lines = belfry
    .said()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  for (const { level, time, msg } of lines)
    expect([typeof level, Date.parse(time) > 0, typeof msg]).toEqual(["number", true, "string"]);
  const about = (words: string) => lines.filter(({ msg }) => msg.includes(words)).map(({ level }) => level);
  expect(about('{"level"'), "a line of our own log is not put into another").toEqual([]);
  expect(about("stopping")).toEqual([30]);
  expect(about("Next.js 16")).toEqual([30]);
  expect(about("a way of before")).toEqual([40]);
  expect(about("nobody waits\nfor this")).toEqual([50]);
  expect(about("several\nlines Error: an error's own words")).toEqual([50]);
  expect(about("a warning")).toEqual([40]);
  expect(about("past the console")).toEqual([50]);
  expect(new Set(about("nobody caught this"))).toEqual(new Set([50]));
});
