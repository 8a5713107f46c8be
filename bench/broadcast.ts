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
import { hubSettings, startServer, type DemoServer } from "#scripts/demo/server.ts";
import { ownCpuTimeMs } from "./cpu-time.ts";
import { median } from "./medians.ts";
import { startHub, type HubProcess } from "./simulated.ts";

const latencyMs = 100;
const timeoutMs = 5000;
const mintsPerSecond = 100;
const hubConcurrency = 8;

/** How many of the labs hang, how many there are in all, and what else the simulated hub is told. */
type Site = { labs: number; hung: number } & Record<string, number>;

interface Run {
  wallMs: number;
  healthyDelivered: number;
  /** From the request until the last lab had the message. */
  lastMs: number;
  /** Of the application's own process, a delivery. */
  cpuMsEach: number;
  /** Tokens that the hub has made since the hub last forgot. */
  minted: number;
}

/**
 * @returns shares of healthy labs rung, and wall times over what the labs or the hub take by themselves; and what it is
 *   beside that when the labs were checked while somebody wrote
 */
export async function benchBroadcast({ quick = false }: { quick?: boolean } = {}): Promise<Record<string, number>> {
  const [thousand, fiveThousand] = quick ? [40, 60] : [1000, 5000];
  const hung = fiveThousand / 10;
  const rounds = quick ? 1 : 3;

  const healthy = await onSite({ labs: thousand, hung: 0 }, (ring) => times(quick ? 1 : 5, ring));
  const hanging = await onSite({ labs: fiveThousand, hung }, (ring) => times(rounds, ring));
  const many = await onSite({ labs: fiveThousand, hung: 0 }, (ring) => times(rounds, ring));
  const slowHub = { labs: thousand, hung: 0, "mints-per-second": mintsPerSecond };
  // One after the other in one run, on the same application and hub.
  const [cold, warm] = await onSite(slowHub, async (ring, check) => [
    await times(1, ring),
    await times(1, () => check().then(() => ring({ checked: true }))),
  ]);
  const hubMs = await mintAll(slowHub);
  const cpuOf = (runs: readonly Run[]) => median(runs.map(({ cpuMsEach }) => cpuMsEach));
  return {
    "fan-out/1000/healthy-delivered": leastShare(healthy),
    "fan-out/1000/wall-over-latency": medianWallMs(healthy) / latencyMs,
    "fan-out/5000-hung10/healthy-delivered": leastShare(hanging),
    "fan-out/5000-hung10/application-wall-over-timeout": medianWallMs(hanging) / timeoutMs,
    "fan-out/5000/app-cpu-ms-each": cpuOf(many),
    "fan-out/1000-real-mint/wall-over-hub": medianWallMs(cold) / hubMs,
    "fan-out/1000-warm/healthy-delivered": leastShare(warm),
    "fan-out/1000-warm/send-to-last-lab-s": median(warm.map(({ lastMs }) => lastMs)) / 1000,
    "fan-out/1000-warm/cold-send-to-last-lab-s": median(cold.map(({ lastMs }) => lastMs)) / 1000,
    "fan-out/1000-warm/cpu-over-cold": cpuOf(warm) / cpuOf(cold),
    "fan-out/1000-warm/tokens-over-labs": Math.max(...warm.map(({ minted }) => minted)) / thousand,
  };
}

const medianWallMs = (runs: readonly Run[]) => median(runs.map(({ wallMs }) => wallMs));
const leastShare = (runs: readonly Run[]) => Math.min(...runs.map(({ healthyDelivered }) => healthyDelivered));

async function times(rounds: number, once: () => Promise<Run>): Promise<Run[]> {
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await once());
  return runs;
}

/** Work on a fresh application and hub, after one broadcast that is not counted. */
async function onSite<T>(
  flags: Site,
  work: (ring: (more?: { checked?: boolean }) => Promise<Run>, check: () => Promise<void>) => Promise<T>,
): Promise<T> {
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
  const ring = ({ checked = false } = {}) => oneBroadcast({ server, token, hub, checked }, flags);
  try {
    await ring();
    return await work(ring, () => checkLabs({ server, token, hub }, flags));
  } finally {
    await server.stop();
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface At {
  server: DemoServer;
  token: string;
  hub: HubProcess;
}

/** As the page does while somebody writes. */
async function checkLabs({ server, token, hub }: At, { labs }: Site): Promise<void> {
  await hub.forget();
  const response = await fetch(`${server.url}/hub/api/notifications/active-servers?probe=true&warm=true`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const { servers } = (await response.json()) as { servers: { extension?: string }[] };
  assert.equal(servers.filter(({ extension }) => extension === "installed").length, labs, "every lab was asked");
}

/**
 * Wall time as the sender sees it, from the request to the whole answer; then what the labs themselves say is checked.
 * @param checked whether the labs were just checked, so that what the hub has counted since is still wanted
 */
async function oneBroadcast(
  { server, token, hub, checked }: At & { checked: boolean },
  { labs, hung }: Site,
): Promise<Run> {
  if (!checked) await hub.forget();
  const cpuBeforeMs = ownCpuTimeMs(server.pid ?? 0);
  const [began, beganAt] = [performance.now(), Date.now()];
  const response = await fetch(`${server.url}/hub/api/notifications/broadcast`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ message: "Maintenance at 18:00", variant: "warning" }),
  });
  const document = (await response.json()) as BroadcastDocument;
  const wallMs = performance.now() - began;
  const cpuMsEach = (ownCpuTimeMs(server.pid ?? 0) - cpuBeforeMs) / labs;
  assert.equal(response.status, 200, JSON.stringify(document));
  assert.equal(document.total, labs);
  const { labs: counted, minted } = await hub.state();
  const twice = counted.filter(({ arrivals }) => arrivals > 1);
  assert.deepEqual(twice, [], "no lab is rung twice");
  const shown = counted.filter(({ behaviour, arrivals }) => behaviour === "healthy" && arrivals === 1).length;
  assert.equal(document.successful, shown, "what is said agrees with what the labs got");
  const lastMs = Math.max(...(await hub.arrivals())) - beganAt;
  return { wallMs, healthyDelivered: shown / (labs - hung), lastMs, cpuMsEach, minted };
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
    hub.close();
    await simulated.stop();
  }
}

if (import.meta.main)
  process.stdout.write(`${JSON.stringify(await benchBroadcast({ quick: process.argv.includes("--quick") }))}\n`);
