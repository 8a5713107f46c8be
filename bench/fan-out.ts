/**
 * The fan-out beside the original's client, on the same labs in one run: 1,000 that answer in 100 ms. Tokens are minted
 * beforehand for both, so that this compares the telling alone. Run alone it prints the figures as JSON.
 * The original needs Python with tornado (Debian: python3-tornado); without it, its figures are left out.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fanOut } from "#lib/broadcast/fan-out.ts";
import { broadcastInput, labPayload } from "#lib/broadcast/schema.ts";
import { createHubClient } from "#lib/jupyterhub/client.ts";
import { createLabDispatcher } from "#lib/jupyterhub/lab-dispatcher.ts";
import { labUrl } from "#lib/jupyterhub/lab-url.ts";

const labs = 1000;
const latencyMs = 100;
const timeoutMs = 5000;
const python = ["/usr/bin/python3", "python3"].find((command) => spawnSync(command, ["-c", "import tornado"]).status === 0);

interface Run {
  delivered: number;
  wallMs: number;
}

interface Target {
  username: string;
  server: string;
  url: string;
  token: string;
}

/** Starts the labs in a process of their own, since they need a core of theirs. */
async function startLabs() {
  const child = spawn(process.execPath, ["scripts/simulated-hub.ts", "--labs", String(labs), "--hung", "0", "--latency", String(latencyMs)], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface(child.stdout);
  const [line] = (await once(lines, "line")) as [string];
  const started = JSON.parse(line) as { apiUrl: string; apiToken: string; labUrlTemplate: string };
  return { ...started, stop: () => child.kill() };
}

async function ours(targets: Target[]): Promise<Run> {
  const dispatcher = createLabDispatcher({ timeoutMs });
  const payload = labPayload(broadcastInput.parse({ message: "Maintenance at 18:00", variant: "warning" }));
  const startedMs = performance.now();
  let delivered = 0;
  for await (const { outcome } of fanOut(targets, { payload, dispatcher, timeoutMs, mint: ({ token }) => Promise.resolve(token) })) {
    if (outcome === "delivered") delivered += 1;
  }
  const wallMs = performance.now() - startedMs;
  await dispatcher.destroy();
  return { delivered, wallMs };
}

async function original(targets: Target[], command: string): Promise<Run> {
  const child = spawn(command, ["bench/original_client.py"], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(targets.map((target) => JSON.stringify(target)).join("\n"));
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return JSON.parse(line) as Run;
}

/** @returns figures by name: shares from 0 to 1, and ratios of wall times of this run */
export async function benchFanOut(): Promise<Record<string, number>> {
  const simulated = await startLabs();
  const hub = createHubClient(simulated);
  try {
    const targets: Target[] = [];
    for (const server of await hub.listServers({ state: "ready" })) {
      targets.push({ ...server, url: labUrl(simulated.labUrlTemplate, { ...server, baseUrl: server.url }), token: await hub.mintToken(server) });
    }
    await ours(targets.slice(0, 100));
    const mine = await ours(targets);
    const figures: Record<string, number> = {
      "fan-out/1000/healthy-delivered": mine.delivered / labs,
      "fan-out/1000/fan-out-alone-over-latency": mine.wallMs / latencyMs,
    };
    if (python === undefined) return figures;
    const theirs = await original(targets, python);
    return {
      ...figures,
      "fan-out/1000/original-delivered": theirs.delivered / labs,
      "fan-out/1000/original-wall-over-ours": theirs.wallMs / mine.wallMs,
      // Half the labs in the same time is twice the work for whoever has to tell the rest: time a lab that was told.
      "fan-out/1000/original-over-ours": theirs.wallMs / theirs.delivered / (mine.wallMs / mine.delivered),
    };
  } finally {
    await hub.close();
    simulated.stop();
  }
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await benchFanOut())}\n`);
