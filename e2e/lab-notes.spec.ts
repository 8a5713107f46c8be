import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "./fixtures.ts";

const run = promisify(execFile);
const hasPython = spawnSync("python3", ["--version"]).status === 0;

test("people are told what a hub knows about their labs", async ({ belfry }) => {
  test.skip(!hasPython, "there is no python3");
  const { hub } = belfry;
  await belfry.api("PUT", "/api/origins/labs");
  const bare = hub.labs().find(({ behaviour }) => behaviour === "no-extension")?.username ?? "";
  const idle =
    hub.labs().find(({ username, behaviour }) => behaviour === "healthy" && username !== bare)?.username ?? "";
  for (const username of [bare, idle]) await belfry.api("POST", "/api/people", { username });
  const say = (...args: string[]) =>
    run("python3", ["docs/examples/lab-notes.py", ...args], {
      env: {
        ...process.env,
        BELFRY_URL: belfry.url,
        BELFRY_TOKEN: belfry.admin.token,
        JUPYTERHUB_API_URL: hub.apiUrl,
        JUPYTERHUB_API_TOKEN: hub.apiToken,
      },
    });
  expect((await say("missing-extension", "labs")).stdout).toContain(`${bare} extension-missing`);
  expect((await say("before-stop", "labs", "86400", "86400")).stdout).toContain(`${idle} lab-stops`);
  expect((await say("before-stop", "labs", "86400", "60")).stdout).toBe("");
});
