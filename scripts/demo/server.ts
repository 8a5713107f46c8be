import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SimulatedHub } from "#scripts/simulated-hub/index.ts";

/** The built application as a process of its own, at work on a simulated hub. */
export interface DemoServer {
  url: string;
  /** Of its process. */
  pid: number | undefined;
  /** The last of what it has said. */
  said: () => string;
  stop: () => Promise<void>;
  /** Ends it without a chance to tidy up, as a power cut would. */
  kill: () => Promise<void>;
}

/** What Node is given to start what was built in a folder, as `npm start` has it there. */
export const startArgumentsIn = (folder: string): string[] =>
  (JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as { scripts: { start: string } }).scripts.start
    .split(" ")
    .slice(1);

/** As {@link startArgumentsIn}, of this checkout. */
export const startArguments = startArgumentsIn(".");

/** The settings that point an application at a simulated hub. */
export function hubSettings(hub: Pick<SimulatedHub, "apiUrl" | "apiToken" | "labUrlTemplate">): Record<string, string> {
  return { JUPYTERHUB_API_URL: hub.apiUrl, JUPYTERHUB_API_TOKEN: hub.apiToken, LAB_URL_TEMPLATE: hub.labUrlTemplate };
}

/**
 * Starts the built application on loopback and waits until it is ready.
 * @param port left out: one that the system chooses
 * @param settings environment variables beside this process's own
 * @param app the folder where it was built or unpacked
 * @throws Error with what it last said when it ends before it is ready
 */
export async function startServer({
  port = 0,
  settings,
  app = process.cwd(),
}: {
  port?: number;
  settings: Record<string, string>;
  app?: string;
}): Promise<DemoServer> {
  const child = spawn(process.execPath, startArguments, {
    cwd: app,
    // A group of its own: Ctrl-C reaches this process alone, which then stops the server in order.
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      LOG_LEVEL: "warn",
      AUTH_URL: `http://127.0.0.1:${port}`,
      HOSTNAME: "127.0.0.1",
      // Nobody stands before it who would have to learn that it goes.
      DRAIN_SECONDS: "0",
      ...settings,
      PORT: String(port),
    },
  });
  let said = "";
  let ended = false;
  const keep = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-40_000);
    if (process.env["BELFRY_DEMO_LOG"]) process.stderr.write(chunk);
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  const exit = once(child, "exit").then(() => {
    ended = true;
  });
  // Should this process die without a word, the server must not outlive it.
  const kill = () => child.kill("SIGTERM");
  process.once("exit", kill);

  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    process.removeListener("exit", kill);
    if (!ended) child.kill(signal);
    await exit;
  };
  const listening = once(child, "message") as Promise<[{ port: number }]>;
  const told = await Promise.race([listening, exit]);
  const url = `http://127.0.0.1:${told?.[0].port}`;
  while (!told || !(await isReady(url + (settings["BASE_PATH"] ?? "")))) {
    if (ended && said.includes("EADDRINUSE")) throw new Error(`port ${port} is taken (EADDRINUSE)`);
    if (ended)
      throw new Error(`the server did not start: ${said.trim().split("\n").slice(-3).map(wordsOf).join(" · ")}`);
    await sleep(100);
  }
  child.disconnect();
  return {
    url,
    pid: child.pid,
    said: () => said,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

/** What a line of its log says. */
function wordsOf(line: string): string {
  try {
    return (JSON.parse(line) as { msg: string }).msg;
  } catch {
    return line;
  }
}

/** Whether a server answers there that is ready. */
export async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}
