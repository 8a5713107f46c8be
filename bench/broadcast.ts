/**
 * A broadcast through the whole built application, by its public API: database, tokens from the hub, labs, log.
 * Run alone it prints the figures as JSON.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BroadcastDocument } from "#lib/broadcast/document.ts";
import { createHubClient } from "#lib/jupyterhub/client.ts";
import { hubSettings, startServer } from "#scripts/demo/server.ts";
import { median } from "./medians.ts";
import { startHub, type HubProcess } from "./simulated.ts";

const latencyMs = 100;
const timeoutMs = 5000;
const mintsPerSecond = 100;
const hubConcurrency = 8;

interface Run {
  wallMs: number;
  healthyDelivered: number;
}

/** @returns shares of healthy labs rung, and wall times over what the labs or the hub take by themselves */
export async function benchBroadcast({ quick = false }: { quick?: boolean } = {}): Promise<Record<string, number>> {
  const [thousand, fiveThousand] = quick ? [40, 60] : [1000, 5000];
  const hung = fiveThousand / 10;

  const healthy = await broadcasts({ labs: thousand, hung: 0 }, quick ? 1 : 5);
  const hanging = await broadcasts({ labs: fiveThousand, hung }, quick ? 1 : 3);
  const minting = await broadcasts({ labs: thousand, hung: 0, "mints-per-second": mintsPerSecond }, 1);
  const hubMs = await mintAll({ labs: thousand, hung: 0, "mints-per-second": mintsPerSecond });
  return {
    "fan-out/1000/healthy-delivered": leastShare(healthy),
    "fan-out/1000/wall-over-latency": medianWallMs(healthy) / latencyMs,
    "fan-out/5000-hung10/healthy-delivered": leastShare(hanging),
    "fan-out/5000-hung10/application-wall-over-timeout": medianWallMs(hanging) / timeoutMs,
    "fan-out/1000-real-mint/wall-over-hub": medianWallMs(minting) / hubMs,
  };
}

const medianWallMs = (runs: readonly Run[]) => median(runs.map(({ wallMs }) => wallMs));
const leastShare = (runs: readonly Run[]) => Math.min(...runs.map(({ healthyDelivered }) => healthyDelivered));

/** So many broadcasts one after another on a fresh application, after one that is not counted. */
async function broadcasts(
  flags: { labs: number; hung: number } & Record<string, number>,
  rounds: number,
): Promise<Run[]> {
  const hub = await startHub({ ...flags, latency: latencyMs });
  const folder = path.join(tmpdir(), `belfry-broadcast-${process.pid}`);
  const token = `blf_${randomBytes(32).toString("base64url")}`;
  const settings = {
    DATABASE_URL: "",
    DATA_DIR: folder,
    ADMIN_USERNAME: "admin",
    ADMIN_PASSWORD: "ring the bell",
    ADMIN_TOKEN: token,
    DELIVERY_TIMEOUT_MS: String(timeoutMs),
    ...hubSettings(hub),
  };
  const server = await startServer({ settings });
  try {
    await oneBroadcast(server.url, token, hub, flags);
    const runs: Run[] = [];
    for (let round = 0; round < rounds; round++) runs.push(await oneBroadcast(server.url, token, hub, flags));
    return runs;
  } finally {
    await server.stop();
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Wall time as the sender sees it, from the request to the whole answer; then what the labs themselves say is checked. */
async function oneBroadcast(
  url: string,
  token: string,
  hub: HubProcess,
  { labs, hung }: { labs: number; hung: number },
): Promise<Run> {
  await hub.reset();
  const began = performance.now();
  const response = await fetch(`${url}/hub/api/notifications/broadcast`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ message: "Maintenance at 18:00", variant: "warning" }),
  });
  const document = (await response.json()) as BroadcastDocument;
  const wallMs = performance.now() - began;
  assert.equal(response.status, 200, JSON.stringify(document));
  assert.equal(document.total, labs);
  const { labs: counted } = await hub.state();
  const twice = counted.filter(({ arrivals }) => arrivals > 1);
  assert.deepEqual(twice, [], "no lab is rung twice");
  const shown = counted.filter(({ behaviour, arrivals }) => behaviour === "healthy" && arrivals === 1).length;
  assert.equal(document.successful, shown, "what is said agrees with what the labs got");
  return { wallMs, healthyDelivered: shown / (labs - hung) };
}

/** How long the hub takes for that many tokens when nothing else is done. @returns ms */
async function mintAll(flags: Record<string, number>): Promise<number> {
  const simulated = await startHub(flags);
  const hub = createHubClient({ ...simulated, concurrency: hubConcurrency });
  try {
    const servers = await hub.listServers({ state: "ready" });
    const began = performance.now();
    await Promise.all(servers.map((server) => hub.minting.run(() => hub.mintToken(server))));
    return performance.now() - began;
  } finally {
    await hub.close();
    await simulated.stop();
  }
}

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await benchBroadcast({ quick: process.argv.includes("--quick") }))}\n`);
