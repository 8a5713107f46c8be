import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "#db/client.ts";
import { openEmbedded } from "#db/embedded.ts";
import { hubSettings, startServer } from "#scripts/demo/server.ts";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { expect, test } from "./fixtures.ts";
import { compare, look, send } from "./ringing.ts";

const token = "blf_instances-test-token-000001";
const labs = 600;

test("three instances share one broadcast and the hub's patience; one is killed in the middle", async () => {
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
  const servers = await Promise.all([0, 1, 2].map(async () => startServer({ settings })));
  const [first, second, third] = servers;
  const { db, close } = openDatabase(embedded.url, { max: 2 });
  try {
    if (!first || !second || !third) throw new Error("three servers were to start");
    const id = await send({ ...first, token });
    const taken = async () =>
      (
        await db.execute<{ owners: number }>(
          "select count(distinct split_part(lease_owner, '/', 1))::int as owners from delivery where outcome = 'delivered'",
        )
      )[0]?.owners;
    await expect
      .poll(taken, { message: "instances that have reached somebody", intervals: [100], timeout: 30_000 })
      .toBe(3);
    await second.kill();

    const sender = { ...third, token };
    await expect.poll(async () => (await look(sender, id)).state, { timeout: 90_000 }).toBe("finished");
    const document = await look(sender, id);
    expect(document.total).toBe(labs);
    const { delivered = 0, unknown = 0 } = document.outcomes;
    expect(delivered + unknown).toBe(labs);
    compare(hub, document);
    expect(await taken(), "instances that reached somebody").toBe(3);
    expect(hub.state().highestMintsInFlight).toBeLessThanOrEqual(6);
    console.log(
      `three instances, one killed: ${delivered} delivered, ${unknown} unknown, at most ${hub.state().highestMintsInFlight} tokens asked for at once`,
    );
  } finally {
    await close();
    await Promise.all(servers.map((server) => server.stop()));
    await embedded.stop();
    await hub.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
