import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openEmbedded } from "#db/embedded.ts";
import { hubSettings, startServer } from "#scripts/demo/server.ts";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { expect, startBelfry, test as base, type Belfry } from "./fixtures.ts";
import { makeGate } from "./gate.ts";
import { metric } from "./metric.ts";
import { ask, compare, ended, look, send, type Sender } from "./ringing.ts";

const labs = 120;
const test = base.extend<object, { hubbed: Belfry & Sender }>({
  hubbed: [
    // eslint wants a pattern here, Playwright too.
    async ({}, use) => {
      const belfry = await startBelfry({ labs, mix: {} });
      await use({ ...belfry, token: belfry.admin.token });
      await belfry.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

test.beforeEach(({ hubbed }) => hubbed.hub.reset());

/** Sends while the hub makes so few tokens a second that there is a middle, and waits for it. */
async function inTheMiddle({
  hubbed,
  mintsPerSecond = 60,
}: {
  hubbed: Belfry & Sender;
  mintsPerSecond?: number;
}): Promise<number> {
  hubbed.hub.setHub({ mintsPerSecond });
  const id = await send(hubbed);
  await expect.poll(() => hubbed.hub.state().totals.arrivals).toBeGreaterThan(labs / 4);
  return id;
}

test("the database is gone for 30 s in the middle of a broadcast: it ends by itself, nobody twice, nobody dropped", async () => {
  const hub = await startSimulatedHub({ labs: 600, mix: {}, latencyMs: 20, mintsPerSecond: 60 });
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-gone-"));
  const embedded = await openEmbedded({ dataDir });
  const gate = await makeGate(embedded.url);
  const token = "blf_gone-database-test-token-0001";
  const settings = {
    DATABASE_URL: gate.url,
    AUTH_SECRET: "a secret of this test alone",
    ADMIN_USERNAME: "admin",
    ADMIN_PASSWORD: "ring the bell",
    ADMIN_TOKEN: token,
    METRICS_OPEN: "true",
  };
  const server = await startServer({ settings: { ...settings, ...hubSettings(hub) } });
  const sender = { ...server, token };
  const status = async (address: string) => (await fetch(server.url + address)).status;
  try {
    const id = await send(sender);
    await expect.poll(() => hub.state().totals.arrivals).toBeGreaterThan(150);
    await gate.shut();
    const during = (async () => {
      await expect.poll(() => status("/readyz"), { timeout: 15_000 }).toBe(503);
      expect(await status("/healthz")).toBe(200);
      expect(await metric(server.url, "belfry_database_up")).toBe(0);
    })();
    await Promise.all([sleep(30_000), during]);
    await gate.open();

    await expect.poll(() => status("/readyz"), { timeout: 30_000 }).toBe(200);
    const document = await ended(sender, id);
    expect(document).toMatchObject({ state: "finished", total: 600 });
    compare(hub, document);
    const { delivered = 0, unknown = 0 } = document.outcomes;
    expect(delivered + unknown).toBe(600);
    // What follows is as before: the listener, the jobs and the streams are back too.
    const next = await ended(sender, await send(sender, { recipients: [hub.labs()[0]?.username] }));
    expect(next.outcomes.delivered).toBe(next.total);
    console.log(`database gone for 30 s: ${delivered} delivered, ${unknown} unknown, none twice, none dropped`);
  } finally {
    await server.stop();
    await gate.shut();
    await embedded.stop();
    await hub.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("the hub goes down in the middle: the rest get no token, and a retry reaches them alone", async ({ hubbed }) => {
  const id = await inTheMiddle({ hubbed });
  hubbed.hub.setHub({ mode: "down" });
  const document = await ended(hubbed, id);
  compare(hubbed.hub, document);
  // A lab whose token is on its way asks the hub whose it is, and ends the connection when it can't.
  const { delivered = 0, unknown = 0, "no-token": without = 0 } = document.outcomes;
  expect(document).toMatchObject({ state: "finished", total: labs, successful: delivered, failed: unknown + without });
  expect(delivered).toBeGreaterThan(0);
  expect(without).toBeGreaterThan(0);

  hubbed.hub.setHub({ mode: "up" });
  expect((await ask(hubbed, "POST", `/${id}/retry`)).status).toBe(202);
  const again = await ended(hubbed, id);
  expect(again.outcomes).toEqual({ delivered: labs - unknown, ...(unknown > 0 && { unknown }) });
  compare(hubbed.hub, again);
});

test("a hub that asks for patience in the middle gets it: everybody is reached", async ({ hubbed }) => {
  const id = await inTheMiddle({ hubbed });
  hubbed.hub.setHub({ mode: "429" });
  await sleep(800);
  hubbed.hub.setHub({ mode: "up" });
  const document = await ended(hubbed, id);
  expect(document.outcomes).toEqual({ delivered: labs });
  compare(hubbed.hub, document);
});

test("a hub that hangs in the middle holds nothing up for ever", async ({ hubbed }) => {
  const id = await inTheMiddle({ hubbed });
  hubbed.hub.setHub({ mode: "hung" });
  const document = await ended(hubbed, id);
  compare(hubbed.hub, document);
  const { delivered = 0, unknown = 0, "no-token": without = 0 } = document.outcomes;
  expect(without).toBeGreaterThan(0);
  expect(delivered + unknown + without).toBe(labs);
});

test("a hub that accepts and never answers: broadcasts are refused with the reason, all else goes on", async () => {
  const belfry = await startBelfry({ labs: 3, mix: {} });
  const readiness = async () => (await belfry.api("GET", "/readyz")).json() as Promise<object>;
  try {
    belfry.hub.setHub({ mode: "hung" });
    const sent = belfry.api("POST", "/hub/api/notifications/broadcast", { message: "Anybody there" });
    for (const address of ["/readyz", "/notifications", "/api/origins"])
      expect((await belfry.api("GET", address)).status, address).toBe(200);
    expect((await sent).status).toBe(502);
    expect((await belfry.api("GET", "/hub/api/notifications/active-servers?probe=true")).status).toBe(502);
    expect(await (await belfry.api("GET", "/hub/api/notifications/sent")).json()).toEqual({ notifications: [] });
    expect(await metric(belfry.url, 'belfry_hub_requests_total{result="failed"}')).toBeGreaterThanOrEqual(2);
    expect(await metric(belfry.url, "belfry_hub_up")).toBe(0);
    await expect.poll(readiness).toMatchObject({ status: "ok", hub: "failed" });
    belfry.hub.setHub({ mode: "up" });
    expect(
      await (await belfry.api("POST", "/hub/api/notifications/broadcast", { message: "There again" })).json(),
    ).toMatchObject({ total: 3, successful: 3 });
    expect(await metric(belfry.url, "belfry_hub_up")).toBe(1);
    await expect.poll(readiness).toMatchObject({ status: "ok", hub: "ok" });
  } finally {
    await belfry.stop();
  }
});

test("a hub that refuses tokens says so for each lab", async ({ hubbed }) => {
  hubbed.hub.setHub({ mode: "mint-refused" });
  const document = await ended(hubbed, await send(hubbed));
  expect(document.outcomes).toEqual({ "no-token": labs });
  expect(document.details?.[0]).toMatchObject({ status: "failed", error: "Authentication failed" });
  expect(hubbed.hub.state().totals.arrivals).toBe(0);
});

test("slow tokens cost no lab its time: twelve seconds of them, and nobody times out", async ({ hubbed }) => {
  hubbed.hub.setHub({ mintsPerSecond: 10 });
  const document = await ended(hubbed, await send(hubbed));
  expect(document.outcomes).toEqual({ delivered: labs });
});

test("a hub that is down when a scheduled broadcast is due: shown, tried again, reached when it is back", async ({
  hubbed,
}) => {
  hubbed.hub.setHub({ mode: "down" });
  const id = await send(hubbed, { sendAt: new Date(Date.now() + 1000).toISOString() });
  await expect.poll(async () => (await look(hubbed, id)).error, { timeout: 20_000 }).toMatch(/^The hub at /);
  expect((await look(hubbed, id)).state).toBe("running");
  hubbed.hub.setHub({ mode: "up" });
  const document = await ended(hubbed, id);
  expect(document.outcomes).toEqual({ delivered: labs });
  expect(document.error).toBeUndefined();
});

test("… and can be cancelled meanwhile", async ({ hubbed }) => {
  hubbed.hub.setHub({ mode: "down" });
  const id = await send(hubbed, { sendAt: new Date(Date.now() + 1000).toISOString() });
  await expect.poll(async () => (await look(hubbed, id)).error, { timeout: 20_000 }).toMatch(/^The hub at /);
  expect((await ask(hubbed, "DELETE", `/${id}`)).ok).toBe(true);
  hubbed.hub.setHub({ mode: "up" });
  await sleep(6000);
  expect(await look(hubbed, id)).toMatchObject({ state: "cancelled", total: 0 });
  expect(hubbed.hub.state().totals.arrivals).toBe(0);
});
