import { expect, it, onTestFinished } from "vitest";
import { scratchDatabase } from "#db/test/scratch.ts";
import { createHubClient } from "#lib/jupyterhub/client.ts";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { shareMinting } from "./share-minting.ts";

const database = scratchDatabase();

for (const instances of [2, 3, 5]) {
  it(`keeps ${instances} instances together within three tokens at once, and gets every token`, async () => {
    const hub = await startSimulatedHub({ labs: 60, mix: {}, namedServers: 0, mintMs: 5 });
    const clients = Array.from({ length: instances }, () => createHubClient({ ...hub, concurrency: 3 }));
    onTestFinished(async () => {
      for (const client of clients) client.close();
      await hub.close();
    });
    clients.forEach((client, place) => shareMinting(database().db, client, { instances, place }));
    const shares = clients.map((client, place) =>
      hub
        .labs()
        .filter((_, index) => index % instances === place)
        .map((lab) => client.minting.run(() => client.mintToken(lab))),
    );
    const tokens = await Promise.all(shares.flat());
    expect(new Set(tokens).size).toBe(60);
    expect(hub.state().highestMintsInFlight).toBe(instances === 2 ? 2 : 3);
  });
}

it("frees its turn when the hub makes no token", async () => {
  const hub = await startSimulatedHub({ labs: 1, mix: {}, namedServers: 0 });
  const client = createHubClient({ ...hub, concurrency: 1 });
  onTestFinished(async () => {
    client.close();
    await hub.close();
  });
  shareMinting(database().db, client, { instances: 2, place: 1 });
  const [lab] = hub.labs();
  if (!lab) throw new Error("there is a lab");
  hub.setHub({ mode: "mint-refused" });
  await expect(client.mintToken(lab)).rejects.toMatchObject({ code: "hub-failed" });
  hub.setHub({ mode: "up" });
  expect(await client.mintToken(lab)).toEqual(expect.any(String));
});
