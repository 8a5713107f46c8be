import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { HubSnapshot, SimulatedHub } from "./simulated-hub/index.ts";

describe("the command", () => {
  const script = new URL("./simulated-hub.ts", import.meta.url).pathname;

  test("prints one line of JSON and runs until SIGTERM, even with requests open", async () => {
    const child = spawn(process.execPath, [script, "--labs", "5", "--hung", "1", "--latency", "10", "--mint-ms", "0"]);
    const exited = once(child, "exit");
    const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
    const { url, ...said } = JSON.parse(line) as Pick<SimulatedHub, "url" | "apiUrl">;
    expect(said).toEqual({
      apiUrl: `${url}/hub/api`,
      apiToken: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      labUrlTemplate: `${url}{base_url}`,
      admin: { username: "alice", token: expect.any(String) as string },
      member: { username: "bob", token: expect.any(String) as string },
      labs: 5,
    });
    const state = async () => (await (await fetch(`${url}/_simulated/state`)).json()) as HubSnapshot;
    const hung = (await state()).labs.find((lab) => lab.behaviour === "hung");
    const waiting = fetch(
      `${url}/user/${encodeURIComponent(hung?.username ?? "")}/jupyterlab-notifications-extension/ingest`,
    );
    const cut = expect(waiting).rejects.toThrow("fetch failed");
    await expect.poll(async () => (await state()).totals.probes).toBe(1);
    child.kill("SIGTERM");
    expect(await exited).toEqual([0, null]);
    await cut;
  });

  test.each([
    [["--labs", "many"], '--labs must be a number, not "many".'],
    [["--labs", "9000"], "labs must be a whole number from 1 to 5000, not 9000."],
    [["--bogus", "1"], "Unknown option '--bogus'"],
  ])("ends with 2 and says why for %o", async (args, message) => {
    const failure = await promisify(execFile)(process.execPath, [script, ...args]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 2, stdout: "", stderr: `${message}\nSee --help.\n` });
  });

  test("explains itself", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [script, "--help"]);
    for (const flag of ["--labs", "--hung", "--no-extension", "--mint-ms", "--port"])
      expect(stdout).toContain(`${flag} `);
  });
});
