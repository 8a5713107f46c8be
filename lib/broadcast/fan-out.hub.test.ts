import { expect, onTestFinished, test } from "vitest";
import { createHubClient } from "#lib/jupyterhub/client.ts";
import { labUrl } from "#lib/jupyterhub/lab-url.ts";
import { labConnections } from "#lib/jupyterhub/test/servers.ts";
import {
  labBehaviours,
  startSimulatedHub,
  type LabBehaviour,
  type SimulatedHubOptions,
} from "#scripts/simulated-hub/index.ts";
import { fanOut } from "./fan-out.ts";
import type { FinalOutcome } from "./outcome.ts";
import { posting } from "./post-once.ts";
import { labPayload } from "./schema.ts";

const payload = labPayload({ message: "Maintenance at 18:00", variant: "warning", autoClose: false, immediate: true });

/** Rings all that a simulated hub lists, as a broadcast does. */
async function ringAll(options: SimulatedHubOptions, timeoutMs: number) {
  const hub = await startSimulatedHub(options);
  const client = createHubClient(hub);
  onTestFinished(async () => {
    client.close();
    await hub.close();
  });
  const servers = await client.listServers({ state: "active" });
  const targets = servers.map((server) => ({
    ...server,
    url: labUrl(hub.labUrlTemplate, { ...server, baseUrl: server.url }),
  }));
  const outcomes = new Map<string, FinalOutcome>();
  const pool = labConnections();
  for await (const { target, outcome } of fanOut(targets, {
    ...posting({ payload, pool, timeoutMs }),
    mint: client.mintToken,
    minting: client.minting,
    pool,
  })) {
    const key = `${target.username}/${target.server}`;
    expect(outcomes.has(key)).toBe(false);
    outcomes.set(key, outcome);
  }
  return { hub, outcomes };
}

const expected: Record<LabBehaviour, FinalOutcome | undefined> = {
  healthy: "delivered",
  slow: "delivered",
  hung: "unknown",
  crashed: "not-running",
  "no-extension": "extension-missing",
  "refused-token": "unauthorized",
  "server-error": "server-error",
  unsuccessful: "rejected",
  redirect: "unauthorized",
  html: "unauthorized",
  drip: "unknown",
  "endless-body": "rejected",
  reset: "unknown",
  spawning: "unauthorized",
  stopped: undefined,
};

test(
  "every way a lab may behave has its outcome, and no lab sees a token that is not its own",
  { timeout: 30_000 },
  async () => {
    const mix = Object.fromEntries(
      labBehaviours.filter((behaviour) => behaviour !== "healthy").map((behaviour) => [behaviour, 2]),
    );
    const { hub, outcomes } = await ringAll({ labs: 60, namedServers: 3, mix, slowMs: 100 }, 3000);
    const byLab = (of: (lab: (typeof listed)[number]) => unknown) =>
      Object.fromEntries(listed.map((lab) => [`${lab.username}/${lab.server}`, of(lab)]));
    const listed = hub.labs().filter(({ behaviour }) => behaviour !== "stopped");
    expect(Object.fromEntries(outcomes)).toEqual(byLab(({ behaviour }) => expected[behaviour]));
    expect(byLab(({ arrivals }) => arrivals.length)).toEqual(byLab(() => 1));
    expect(hub.state()).toMatchObject({ leaks: [], redirectsFollowed: [] });
  },
);

test("of 505 labs with a fifth hung, each healthy one is rung exactly once", { timeout: 30_000 }, async () => {
  const { hub, outcomes } = await ringAll({ labs: 505, mix: { hung: 0.2 } }, 3000);
  const healthy = hub.labs().filter(({ behaviour }) => behaviour === "healthy");
  expect(healthy.map(({ arrivals }) => arrivals.map(({ shown, body }) => [shown, body]))).toEqual(
    healthy.map(() => [[true, payload]]),
  );
  expect([...outcomes.values()].filter((outcome) => outcome === "unknown")).toHaveLength(101);
  expect(hub.state().highestMintsInFlight).toBeLessThanOrEqual(8);
});
