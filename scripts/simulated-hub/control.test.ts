import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { type HubSnapshot, type SimulatedHub, labBehaviours } from "./index.ts";
import { allUsers, api, jsonOf, ring, start } from "./test-client.ts";

describe("control from another process", () => {
  async function control(hub: SimulatedHub, path: string, body?: unknown): Promise<Response> {
    return fetch(
      `${hub.url}/_simulated/${path}`,
      body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
    );
  }

  test("starts a lab later, changes and stops it", async () => {
    const hub = await start({ labs: 3, namedServers: 0, mix: {} });
    const listed = async () => (await allUsers(hub, "/users?state=ready")).map((user) => user.name);
    const started = await control(hub, "labs", { username: "late", behaviour: "hung" });
    expect(await started.json()).toMatchObject({ url: "/user/late/", behaviour: "hung" });
    expect(await listed()).toContain("late");
    await control(hub, "labs", { username: "late", behaviour: "stopped" });
    expect(await listed()).not.toContain("late");
    expect(await (await control(hub, "labs?username=late")).json()).toMatchObject([
      { behaviour: "stopped", arrivals: [] },
    ]);
  });

  test("forgets what it has counted, and leaves servers and the hub as they are", async () => {
    const hub = await start({ labs: 3, mix: {} });
    const lab = hub.lab("bob");
    await ring(hub, lab, `token ${hub.apiToken}`);
    await control(hub, "hub", { mintMs: 7 });
    const { startedISO } = lab;
    await control(hub, "forget", {});
    expect(hub.state()).toMatchObject({ hub: { mintMs: 7 }, totals: { labs: 3, arrivals: 0 }, leaks: [] });
    expect(hub.lab("bob")).toMatchObject({ startedISO, arrivals: [], probes: 0 });
  });

  test("shows the state, sets the hub, and resets all of it", async () => {
    const hub = await start({ labs: 3, mix: {} });
    const lab = hub.lab("bob");
    await ring(hub, lab, `token ${hub.apiToken}`);
    hub.setLab({ username: "late", behaviour: "healthy" });
    const changed = await control(hub, "hub", { mode: "429", mintMs: 7 });
    expect(await changed.json()).toMatchObject({ mode: "429", mintMs: 7, mintsPerSecond: 0 });
    const state = await jsonOf<HubSnapshot>(await control(hub, "state"));
    expect(state).toEqual(hub.state());
    expect(state).toMatchObject({
      totals: { labs: 4, arrivals: 1, shown: 0 },
      leaks: [{ kind: "service", lab: "bob/" }],
    });
    await control(hub, "reset", {});
    expect(hub.state()).toMatchObject({ hub: { mode: "up", mintMs: 0 }, totals: { labs: 3, arrivals: 0 }, leaks: [] });
    expect((await api(hub, "/user")).status).toBe(200);
  });

  test.each([
    ["labs", { username: "late", behaviour: "odd" }, `behaviour must be one of ${labBehaviours.join(", ")}.`],
    ["labs", { behaviour: "hung" }, "username must be a name."],
    ["hub", { mode: "odd" }, "mode must be one of up, down, hung, 429, mint-refused."],
    ["hub", { mintMs: "5" }, "mintMs must be a whole number from 0 to 600000, not 5."],
    ["hub", [1], "The body must be a JSON object."],
  ])("refuses a wrong value for %s: %o", async (path, body, message) => {
    const answer = await control(await start(), path, body);
    expect([answer.status, await answer.json()]).toEqual([400, { status: 400, message }]);
  });
});

test("a path that is none of its own, or no path at all, is answered and not fatal", async () => {
  const hub = await start();
  const status = (path: string) =>
    new Promise((resolve, reject) => {
      request(hub.url, { path }, (res) => resolve(res.resume().statusCode))
        .on("error", reject)
        .end();
    });
  const paths = ["/", "/user/alice/lab", "//", "/user/nobody/jupyterlab-notifications-extension/ingest"];
  expect(await Promise.all(paths.map(status))).toEqual([404, 404, 400, 404]);
});
