/**
 * The fan-out beside the original's HTTP clients, on the same labs in one run, and beside the barest loop that posts the
 * same. Tokens are minted beforehand for all, so that this compares the telling alone. Run alone it prints JSON.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { createInterface } from "node:readline";
import { fanOut } from "#lib/broadcast/fan-out.ts";
import { posting } from "#lib/broadcast/post-once.ts";
import { broadcastInput, labPayload } from "#lib/broadcast/schema.ts";
import { createHubClient } from "#lib/jupyterhub/client.ts";
import { openLabConnections } from "#lib/jupyterhub/lab-connections.ts";
import { labUrl } from "#lib/jupyterhub/lab-url.ts";
import { median } from "./medians.ts";
import { pythonOfOriginal } from "./original/python.ts";
import { startHub } from "./simulated.ts";

const latencyMs = 100;
const timeoutMs = 5000;
const payload = labPayload(broadcastInput.parse({ message: "Maintenance at 18:00", variant: "warning" }));

interface Target {
  username: string;
  server: string;
  url: string;
  token: string;
}

interface Run {
  delivered: number;
  wallMs: number;
}

/** @returns shares from 0 to 1, and ratios of this run's wall times and CPU times */
export async function benchFanOut({ quick = false }: { quick?: boolean } = {}): Promise<Record<string, number>> {
  const python = await pythonOfOriginal();
  const [thousand, fiveThousand] = quick ? [40, 60] : [1000, 5000];
  return {
    ...(await withTargets({ labs: thousand, hung: 0 }, async (targets) => ({
      ...(await compare("fan-out/1000", targets, thousand, python)),
      ...(await cpuOverBare(targets)),
    }))),
    ...(await withTargets({ labs: fiveThousand, hung: fiveThousand / 10 }, (targets) =>
      compare("fan-out/5000-hung10", targets, fiveThousand * 0.9, python),
    )),
  };
}

async function withTargets<T>(
  { labs, hung }: { labs: number; hung: number },
  work: (targets: Target[]) => Promise<T>,
): Promise<T> {
  const simulated = await startHub({ labs, hung, latency: latencyMs });
  const hub = createHubClient(simulated);
  try {
    const servers = await hub.listServers({ state: "ready" });
    const targets = servers.map(async (server) => ({
      ...server,
      url: labUrl(simulated.labUrlTemplate, { ...server, baseUrl: server.url }),
      token: await hub.minting.run(() => hub.mintToken(server)),
    }));
    return await work(await Promise.all(targets));
  } finally {
    hub.close();
    await simulated.stop();
  }
}

/** Ours after a run that is not counted, then each of the original's clients. */
async function compare(
  name: string,
  targets: Target[],
  healthy: number,
  python: string | undefined,
): Promise<Record<string, number>> {
  await ours(targets.slice(0, 100));
  const mine = await ours(targets);
  assert.equal(mine.delivered, healthy, "every healthy lab is told");
  const figures: Record<string, number> = {
    [`${name}/fan-out-alone-healthy-delivered`]: mine.delivered / healthy,
    // Where labs hang, nothing can end before their time is over.
    ...(healthy < targets.length && { [`${name}/wall-over-timeout`]: mine.wallMs / timeoutMs }),
  };
  if (python === undefined) return figures;
  for (const client of ["original", "original-pycurl"]) {
    // It waits five seconds for each ten that hang: four minutes for 500.
    process.stderr.write(`belfry: ${client}, ${targets.length} labs …\n`);
    const theirs = await original(targets, [
      python,
      "bench/original/client.py",
      ...(client === "original" ? [] : ["pycurl"]),
    ]);
    figures[`${name}/${client}-healthy-delivered`] = theirs.delivered / healthy;
    figures[`${name}/${client}-wall-over-ours`] = theirs.wallMs / mine.wallMs;
    // Half the labs in the same time is twice the work for whoever has to tell the rest: time a lab that was told.
    figures[`${name}/${client}-over-ours`] = theirs.wallMs / theirs.delivered / (mine.wallMs / mine.delivered);
  }
  return figures;
}

async function ours(targets: Target[]): Promise<Run> {
  const pool = openLabConnections({ timeoutMs });
  const startedMs = performance.now();
  let delivered = 0;
  for await (const { outcome } of fanOut(targets, {
    ...posting({ payload, pool, timeoutMs }),
    pool,
    mint: ({ token }) => Promise.resolve(token),
  })) {
    if (outcome === "delivered") delivered += 1;
  }
  const wallMs = performance.now() - startedMs;
  pool.destroy();
  return { delivered, wallMs };
}

async function original(targets: Target[], [command = "", ...args]: string[]): Promise<Run> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(targets.map((target) => JSON.stringify(target)).join("\n"));
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return JSON.parse(line) as Run;
}

/** CPU time a delivery, ours over a loop that knows nothing of tokens, limits, timeouts or hostile answers. */
async function cpuOverBare(targets: Target[]): Promise<Record<string, number>> {
  const used = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < 6; round++) {
    const took = { ours: await cpuMs(() => ours(targets)), bare: await cpuMs(() => bare(targets)) };
    // The first one compiles.
    if (round > 0) for (const side of ["ours", "bare"] as const) used[side].push(took[side]);
  }
  return { "fan-out/cpu-over-bare": median(used.ours) / median(used.bare) };
}

async function cpuMs(work: () => Promise<Run>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function bare(targets: Target[]): Promise<Run> {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const body = JSON.stringify(payload);
  const startedMs = performance.now();
  const post = ({ url, token }: Target) =>
    new Promise<number>((resolve, reject) => {
      const headers = {
        authorization: `token ${token}`,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      };
      const sent = request(url, { agent, method: "POST", headers }, (response) => {
        response.resume().once("end", () => resolve(response.statusCode === 200 ? 1 : 0));
      });
      sent.once("error", reject);
      sent.end(body);
    });
  const delivered = (await Promise.all(targets.map(post))).reduce((sum, each) => sum + each, 0);
  agent.destroy();
  return { delivered, wallMs: performance.now() - startedMs };
}

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await benchFanOut({ quick: process.argv.includes("--quick") }))}\n`);
