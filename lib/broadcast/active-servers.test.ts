import { afterEach, beforeEach, expect, it } from "vitest";
import { createHubClient, type HubClient } from "#lib/jupyterhub/client.ts";
import { openLabConnections } from "#lib/jupyterhub/lab-connections.ts";
import { startSimulatedHub, type SimulatedHub } from "#scripts/simulated-hub/index.ts";
import { activeServers } from "./active-servers.ts";
import type { Labs } from "./labs.ts";
import { Checks } from "./checks.ts";
import { ProbeMemory } from "./probe-memory.ts";
import { SilentLabs } from "./silent-labs.ts";
import { WarmLabs } from "./warm-labs.ts";

const timeoutMs = 500;
let simulated: SimulatedHub;
let hub: HubClient;
let labs: Labs;

beforeEach(async () => {
  simulated = await startSimulatedHub({ labs: 6, namedServers: 1, mix: { "no-extension": 1, hung: 1 } });
  hub = createHubClient({ ...simulated, concurrency: 4 });
  const pool = openLabConnections({ timeoutMs });
  labs = {
    urlTemplate: simulated.labUrlTemplate,
    hubUrl: undefined,
    timeoutMs,
    concurrency: 8,
    pool,
    memory: new ProbeMemory(),
    silent: new SilentLabs(),
    warm: new WarmLabs(),
    checks: new Checks(),
    close: () => pool.destroy(),
  };
});

afterEach(async () => {
  labs.close();
  hub.close();
  await simulated.close();
});

const look = async (probe: boolean, fresh = false) =>
  (await activeServers({ hub, labs }, { probe, fresh, signal: new AbortController().signal })).servers;
const found = async (fresh = false) => (await look(true, fresh)).map(({ extension }) => extension).sort();
const minted = () => simulated.state().minted;

it("tells what each lab has, and asks only those again that did not answer", async () => {
  const expected = ["installed", "installed", "installed", "installed", "missing", "unreachable"];
  expect(await found()).toEqual(expected);
  expect(minted()).toBe(6);
  expect(await found()).toEqual(expected);
  const probes = () => simulated.state().totals.probes;
  expect(probes(), "one more, for the hung lab").toBe(7);
  expect(await found(true)).toEqual(expected);
  expect(probes(), "asked anew").toBe(13);
  expect(minted(), "with the tokens of before").toBe(6);
  expect(simulated.state().totals.arrivals).toBe(0);
});

it("asks each lab once for two pages that look at the same time", async () => {
  const [one, two] = await Promise.all([found(), found()]);
  expect(one).toEqual(two);
  expect(minted()).toBe(6);
});

it("says nothing of the extension unless asked, and shows no more of a server than is promised", async () => {
  const [first] = await look(false);
  expect(Object.keys(first ?? {}).sort()).toEqual(["lastActivity", "ready", "server", "started", "url", "username"]);
  expect(minted()).toBe(0);
});

it("says that the hub's list never stood still", async () => {
  const listServers: HubClient["listServers"] = async (input) => {
    input.onUnsettled?.();
    return hub.listServers(input);
  };
  const shown = await activeServers(
    { hub: { ...hub, listServers }, labs },
    { probe: false, signal: new AbortController().signal },
  );
  expect(shown.servers).toHaveLength(6);
  expect(shown.warning).toMatch(/changed each time it was read/);
});

it("counts a server that no address can be made of as unreachable", async () => {
  const listServers = async () => [
    { username: "eve", server: "", ready: true, url: "//elsewhere.example/", started: null },
  ];
  const { servers } = await activeServers(
    { hub: { ...hub, listServers }, labs },
    { probe: true, signal: new AbortController().signal },
  );
  expect(servers).toEqual([
    {
      ...{
        username: "eve",
        server: "",
        ready: true,
        url: "//elsewhere.example/",
        extension: "unreachable",
        started: null,
      },
      reason: expect.stringContaining("can't be addressed") as string,
    },
  ]);
  expect(minted()).toBe(0);
});

it("forgets in time, and takes a server started anew for another", () => {
  const memory = new ProbeMemory();
  const server = { username: "alice", server: "", ready: true, url: "/user/alice/", started: "2026-01-01T00:00:00Z" };
  memory.keep(server, { extension: "missing" }, 0);
  expect(memory.recall(server, 59_999)).toEqual({ extension: "missing" });
  expect(memory.recall(server, 60_000)).toBeUndefined();
  memory.keep(server, { extension: "installed" }, 0);
  expect(memory.recall(server, 599_999)).toEqual({ extension: "installed" });
  expect(memory.recall({ ...server, started: "2026-01-02T00:00:00Z" }, 0)).toBeUndefined();
  memory.retain([]);
  expect(memory.recall(server, 0)).toBeUndefined();
});
