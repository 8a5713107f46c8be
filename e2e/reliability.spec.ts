import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { hubSettings, startServer, type DemoServer } from "#scripts/demo/server.ts";
import { startSimulatedHub, type SimulatedHub } from "#scripts/simulated-hub/index.ts";
import { expect, test } from "./fixtures.ts";
import { compare, ended, send, type Sender } from "./ringing.ts";

const token = "blf_reliability-test-token-0001";
const labs = 600;
/** Moments at which the process is killed; `RELIABILITY_MOMENTS` asks for more of them. */
const moments = Number(process.env["RELIABILITY_MOMENTS"] ?? 20);
/** Another one each time, and printed; `RELIABILITY_SEED` asks for the moments of an earlier run. */
const seed = Number(process.env["RELIABILITY_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
/** The second or so that a broadcast takes, and a little beyond. */
const longestMs = 1500;

async function start(hub: SimulatedHub, dataDir: string): Promise<DemoServer & Sender> {
  const server = await startServer({
    settings: {
      DATABASE_URL: "",
      DATA_DIR: dataDir,
      ADMIN_USERNAME: "admin",
      ADMIN_PASSWORD: "ring the bell",
      ADMIN_TOKEN: token,
      DELIVERY_TIMEOUT_MS: "3000",
      ...hubSettings(hub),
    },
  });
  return { ...server, token };
}

test(`killed at ${moments} random moments of a broadcast to ${labs} labs: nobody twice, nobody dropped`, async () => {
  test.setTimeout(moments * 60_000);
  const hub = await startSimulatedHub({ labs, mix: {}, latencyMs: 20 });
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-kill-"));
  let server = await start(hub, dataDir);
  let unknown = 0;
  try {
    console.log(`RELIABILITY_SEED=${seed}`);
    for (const momentMs of fc.sample(fc.noBias(fc.nat(longestMs)), { seed, numRuns: moments })) {
      hub.reset();
      const id = await send(server);
      await sleep(momentMs);
      await server.kill();
      server = await start(hub, dataDir);
      const document = await ended(server, id);
      expect(document).toMatchObject({ state: "finished", total: labs });
      expect(document.successful + document.failed).toBe(labs);
      compare(hub, document);
      const outcomes = Object.keys(document.outcomes).filter(
        (outcome) => outcome !== "delivered" && outcome !== "unknown",
      );
      expect(outcomes).toEqual([]);
      unknown += document.outcomes.unknown ?? 0;
    }
    console.log(`killed ${moments} times: ${moments * labs} deliveries, ${unknown} unknown, none twice, none dropped`);
  } finally {
    await server.stop();
    await hub.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("stopped while somebody waits for a broadcast: it is taken on, never refused, and goes on at the next start", async () => {
  const hub = await startSimulatedHub({ labs, mix: {}, latencyMs: 20, mintsPerSecond: 100 });
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-waiting-"));
  let server = await start(hub, dataDir);
  try {
    const waiting = fetch(`${server.url}/hub/api/notifications/broadcast`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ message: "Waited for" }),
    });
    await expect.poll(() => hub.state().totals.arrivals).toBeGreaterThan(0);
    await server.stop();
    const answered = await waiting;
    expect(answered.status).toBe(202);
    const { id } = (await answered.json()) as { id: number };
    expect(answered.headers.get("location")).toBe(`/hub/api/notifications/broadcast/${id}`);
    server = await start(hub, dataDir);
    const document = await ended(server, id);
    expect(document).toMatchObject({ state: "finished", total: labs, successful: labs });
    compare(hub, document);
  } finally {
    await server.stop();
    await hub.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("stopped in the middle: the batch in hand ends, the rest goes on at the next start", async () => {
  const hub = await startSimulatedHub({ labs, mix: {}, latencyMs: 20, mintsPerSecond: 200 });
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-stop-"));
  let server = await start(hub, dataDir);
  try {
    const id = await send(server);
    await expect.poll(() => hub.state().totals.arrivals, { intervals: [50], timeout: 30_000 }).toBeGreaterThan(0);
    await server.stop();
    const before = hub.state().totals.arrivals;
    expect(before).toBeLessThan(labs);
    server = await start(hub, dataDir);
    const document = await ended(server, id);
    expect(document).toMatchObject({ state: "finished", total: labs, successful: labs });
    compare(hub, document);
  } finally {
    await server.stop();
    await hub.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
