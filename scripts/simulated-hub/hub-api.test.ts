import { describe, expect, test } from "vitest";
import { startSimulatedHub } from "./index.ts";
import { allPages, allUsers, api, firstLab, jsonOf, mint, mintSecret, ring, start } from "./test-client.ts";

describe("listing users", () => {
  test("comes in pages of 200 at most, and bare and cut off without the Accept header", async () => {
    const hub = await start({ labs: 450, namedServers: 0, mix: {} });
    const pages = await allPages(hub, "/users?state=ready&limit=1000");
    expect(pages.map((page) => page.items.length)).toEqual([200, 200, 50]);
    expect(pages[0]?._pagination).toMatchObject({
      offset: 0,
      limit: 200,
      total: 450,
      next: { offset: 200, limit: 200 },
    });
    expect(await (await api(hub, "/users?state=ready&limit=1000")).json()).toHaveLength(200);
    expect((await allPages(hub, "/users"))[0]?.items).toHaveLength(50);
  });

  test("leaves spawning servers out of `ready` within a page, and shows them in `active`", async () => {
    const hub = await start({ labs: 40, namedServers: 0, mix: { spawning: 20, stopped: 5 }, pageLimit: 5 });
    const ready = await allPages(hub, "/users?state=ready");
    expect(ready).toHaveLength(7);
    expect(ready.flatMap((page) => page.items)).toHaveLength(15);
    expect(ready.some((page) => page.items.length < 5 && page._pagination.next !== null)).toBe(true);
    const active = await allUsers(hub, "/users?state=active");
    const spawning = active
      .flatMap((user) => Object.values(user.servers ?? {}))
      .filter((server) => server.pending === "spawn");
    expect(active).toHaveLength(35);
    expect(spawning.map((server) => server.ready)).toEqual(Array(20).fill(false));
    expect(await allUsers(hub, "/users?state=inactive")).toHaveLength(5);
    expect(await allUsers(hub, "/users")).toHaveLength(40);
  });

  test("gives urls with the base path and the hub's own escaping", async () => {
    const hub = await start({ labs: 25, mix: {}, basePath: "/jh/" });
    const servers = (await allUsers(hub, "/users?state=ready")).flatMap((user) => Object.values(user.servers ?? {}));
    const awkward = [
      "/jh/user/alice/",
      "/jh/user/alice/gpu/",
      "/jh/user/zo%C3%AB/",
      "/jh/user/first.last@x/",
      "/jh/user/o%27neil/",
    ];
    expect(servers.map((server) => server.url)).toEqual(expect.arrayContaining(awkward));
    for (const lab of hub.labs()) {
      expect((await ring(hub, lab, `token ${await mintSecret(hub, lab)}`)).status).toBe(200);
    }
  });

  test("has no servers without read:servers, is refused without list:users, and knows no other state", async () => {
    const hub = await start();
    hub.setHub({ scopes: ["list:users", "tokens"] });
    const [page] = await allPages(hub, "/users?state=ready");
    expect(page?.items[0]).toEqual({ kind: "user", name: "alice", admin: true });
    expect((await api(hub, "/users?state=bogus")).status).toBe(400);
    expect((await api(hub, "/users?limit=many")).status).toBe(400);
    hub.setHub({ scopes: ["tokens"] });
    const refused = await api(hub, "/users");
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({
      status: 403,
      message: "Action is not authorized with current scopes; requires any of [list:users]",
    });
  });
});

test("shows who is in which group with the scope for it, and says nothing of groups without", async () => {
  const hub = await start();
  expect((await allUsers(hub, "/users"))[0]).toMatchObject({ name: "alice", groups: ["staff"] });
  expect(await jsonOf<object>(await api(hub, "/users/bob"))).toMatchObject({ name: "bob", groups: ["students"] });
  hub.setHub({ scopes: ["list:users", "read:servers", "tokens"] });
  expect((await allUsers(hub, "/users"))[0]).not.toHaveProperty("groups");
});

describe("whose a token is", () => {
  test("names the service with its scopes, and users with their groups", async () => {
    const hub = await start();
    const whoami = async (token: string) => jsonOf<object>(await api(hub, "/user", {}, token));
    const scopes = ["list:users", "read:servers", "read:tokens", "read:users:groups", "read:users:name", "tokens"];
    expect(await whoami(hub.apiToken)).toMatchObject({ kind: "service", name: "belfry", scopes });
    expect(await whoami(hub.admin.token)).toMatchObject({
      kind: "user",
      name: "alice",
      admin: true,
      groups: ["staff"],
    });
    expect(await whoami(hub.member.token)).toMatchObject({
      kind: "user",
      name: "bob",
      admin: false,
      groups: ["students"],
    });
    expect(await whoami("wrong")).toEqual({ status: 403, message: "Missing or invalid credentials." });
    expect(await (await fetch(hub.apiUrl)).json()).toEqual({ version: "5.5.1" });
    expect((await api(hub, "/info")).status).toBe(403);
    expect((await api(hub, "/groups")).status).toBe(404);
  });
});

describe("the hub's moods", () => {
  test("down: no answer from the API, nor from a lab that has to ask it", async () => {
    const hub = await start();
    const lab = hub.lab("alice", "gpu");
    const secret = await mintSecret(hub, lab);
    hub.setHub({ mode: "down" });
    await expect(api(hub, "/users")).rejects.toThrow("fetch failed");
    await expect(ring(hub, lab, `token ${secret}`)).rejects.toThrow("fetch failed");
    hub.setHub({ mode: "up" });
    expect((await ring(hub, lab, `token ${secret}`)).status).toBe(200);
  });

  test("429 for every call, or 403 for tokens alone", async () => {
    const hub = await start();
    hub.setHub({ mode: "429" });
    const busy = await api(hub, "/users");
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([429, "1"]);
    hub.setHub({ mode: "mint-refused" });
    expect((await api(hub, "/users")).status).toBe(200);
    expect((await mint(hub, hub.lab("bob"))).status).toBe(403);
  });

  test("hung: a call waits until the hub is closed", async () => {
    const hub = await startSimulatedHub({ mix: { hung: 1 } });
    const lab = firstLab(hub, "hung");
    const secret = await mintSecret(hub, lab);
    hub.setHub({ mode: "hung" });
    const waiting = [api(hub, "/users"), ring(hub, lab, `token ${secret}`)].map((call) =>
      expect(call).rejects.toThrow("fetch failed"),
    );
    await expect.poll(() => lab.arrivals.length).toBe(1);
    await hub.close();
    await Promise.all(waiting);
  });
});
