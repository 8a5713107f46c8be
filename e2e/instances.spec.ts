import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { broadcastDocument } from "#lib/broadcast/document.ts";
import { openDatabase } from "#db/client.ts";
import { openEmbedded } from "#db/embedded.ts";
import { hubSettings, portNear, startServer } from "#scripts/demo/server.ts";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { answer } from "./answer.ts";
import { expect, test } from "./fixtures.ts";

const token = "blf_instances-test-token-000001";
const labs = 600;

test("three instances share one broadcast and the hub's patience; one is killed in the middle", async () => {
  test.setTimeout(180_000);
  const hub = await startSimulatedHub({ labs, mix: {}, latencyMs: 20, mintMs: 20 });
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-instances-"));
  const embedded = await openEmbedded({ dataDir });
  const settings = {
    DATABASE_URL: embedded.url,
    DATA_DIR: dataDir,
    AUTH_SECRET: "a secret of all three instances",
    ADMIN_USERNAME: "admin",
    ADMIN_PASSWORD: "ring the bell",
    ADMIN_TOKEN: token,
    HUB_CONCURRENCY: "6",
    ...hubSettings(hub),
  };
  const servers = await Promise.all([0, 1, 2].map(async () => startServer({ port: await portNear(0), settings })));
  const [first, second, third] = servers;
  const { db, close } = openDatabase(embedded.url, { max: 2 });
  try {
    if (!first || !second || !third) throw new Error("three servers were to start");
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const sent = await fetch(`${first.url}/hub/api/notifications/broadcast`, {
      method: "POST",
      headers: { ...headers, Prefer: "respond-async" },
      body: JSON.stringify({ message: "Maintenance at 18:00" }),
    });
    const { id } = await answer(sent, broadcastDocument);
    await sleep(1200);
    await second.kill();

    const ask = async () => answer(await fetch(`${third.url}/hub/api/notifications/broadcast/${id}`, { headers }), broadcastDocument);
    await expect.poll(async () => (await ask()).state, { timeout: 90_000 }).toBe("finished");
    const document = await ask();
    expect(document.total).toBe(labs);
    const { delivered = 0, unknown = 0 } = document.outcomes;
    expect(delivered + unknown).toBe(labs);
    for (const { username, server, outcome } of document.details ?? []) {
      const arrived = hub.lab(username, server).arrivals.length;
      expect(arrived, `${username}/${server} is ${outcome}`).toBeLessThanOrEqual(1);
      if (outcome === "delivered") expect(arrived).toBe(1);
    }
    const owners = await db.execute<{ owners: number }>("select count(distinct lease_owner) as owners from delivery");
    expect(owners[0]?.owners, "instances that took part").toBe(3);
    expect(hub.state().highestMintsInFlight).toBeLessThanOrEqual(6);
    console.log(`three instances, one killed: ${delivered} delivered, ${unknown} unknown, at most ${hub.state().highestMintsInFlight} tokens asked for at once`);
  } finally {
    await close();
    await Promise.all(servers.map((server) => server.stop()));
    await embedded.stop();
    await hub.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
