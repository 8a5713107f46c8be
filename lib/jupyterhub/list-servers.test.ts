import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { closedPort, httpServer } from "./test/servers.ts";
import { clientOf, connected, says, scripted } from "./test/hubs.ts";

const page = (items: unknown[], next: unknown = null) =>
  says(200, { items, _pagination: { offset: 0, limit: 200, total: 1, next } });

const user = (name: string, servers: Record<string, unknown> = {}) => ({ name, kind: "user", admin: false, servers });
const server = (url: string, more: object = {}) => ({
  name: "",
  ready: true,
  pending: null,
  stopped: false,
  url,
  ...more,
});

describe("listing servers", () => {
  test("reads every page, short and empty ones too, and named servers", async () => {
    const { hub, client } = connected(
      await startSimulatedHub({ labs: 60, namedServers: 5, pageLimit: 7, mix: { spawning: 10, stopped: 5 } }),
    );
    const listed = await client.listServers({ state: "ready" });
    const ready = hub.labs().filter(({ behaviour }) => behaviour !== "spawning" && behaviour !== "stopped");
    const keyed = (all: readonly { username: string; server: string; url: string }[]) =>
      all.map((each) => `${each.username}/${each.server} ${each.url}`).sort();
    expect(keyed(listed)).toEqual(keyed(ready));
    expect(listed.every((each) => each.ready)).toBe(true);

    const active = await client.listServers({ state: "active" });
    expect(keyed(active)).toEqual(keyed(hub.labs().filter(({ behaviour }) => behaviour !== "stopped")));
    expect(active.filter((each) => !each.ready)).toHaveLength(10);
  });

  test("asks as a hub wants to be asked", async () => {
    const { seen, apiUrl } = await scripted(page([]));
    expect(await clientOf({ apiUrl: `${apiUrl}/` }).listServers({ state: "active" })).toEqual([]);
    expect(seen).toMatchObject([{ method: "GET", url: "/hub/api/users?state=active&offset=0&limit=200" }]);
    expect(seen[0]?.headers).toMatchObject({
      authorization: "token service-token",
      accept: "application/jupyterhub-pagination+json",
    });
  });

  test("takes a page's number from the hub, never its address", async () => {
    const other = await scripted(page([]));
    const next = { offset: 1, limit: 200, url: `${other.apiUrl}/users?offset=1` };
    const { seen, apiUrl } = await scripted(
      page([user("alice", { "": server("/user/alice/") })], next),
      page([user("bob", { gpu: server("/user/bob/gpu/") })]),
    );
    expect(await clientOf({ apiUrl }).listServers({ state: "ready" })).toEqual([
      { username: "alice", server: "", ready: true, url: "/user/alice/", started: null },
      { username: "bob", server: "gpu", ready: true, url: "/user/bob/gpu/", started: null },
    ]);
    expect([seen[1]?.url, other.seen]).toEqual(["/hub/api/users?state=ready&offset=1&limit=200", []]);
  });

  test("counts a server that moves to the next page meanwhile once", async () => {
    const bob = user("bob", { "": server("/user/bob/") });
    const { apiUrl } = await scripted(page([bob], { offset: 1, limit: 1, url: "" }), page([bob]));
    expect(await clientOf({ apiUrl }).listServers({ state: "ready" })).toHaveLength(1);
  });

  /** A hub whose list is a page of two a time, as it stands when each is asked for. */
  async function changing(listAt: (asked: number) => string[]) {
    const offsets: number[] = [];
    const { origin } = await httpServer((request, response) => {
      const all = listAt(offsets.length);
      const offset = Number(new URL(request.url ?? "", "http://hub").searchParams.get("offset"));
      offsets.push(offset);
      const items = all.slice(offset, offset + 2).map((name) => user(name, { "": server(`/user/${name}/`) }));
      const next = offset + 2 < all.length ? { offset: offset + 2, limit: 2, url: "" } : null;
      says(200, { items, _pagination: { offset, limit: 2, total: all.length, next } })(response);
    });
    let unsettled = 0;
    const client = clientOf({ apiUrl: `${origin}/hub/api` }, { onUnsettled: () => (unsettled += 1) });
    const names = async () => (await client.listServers({ state: "ready" })).map(({ username }) => username).sort();
    return { names, offsets, unsettled: () => unsettled };
  }

  test("lets pages overlap, and reads a list that stands still once", async () => {
    const { names, offsets } = await changing(() => ["a", "b", "c", "d", "e"]);
    expect(await names()).toEqual(["a", "b", "c", "d", "e"]);
    expect(offsets).toEqual([0, 1, 2, 3]);
  });

  test.each<[string, string[]]>([
    ["somebody has left", ["b", "c", "d", "e"]],
    ["somebody has left and another come", ["b", "c", "d", "e", "f"]],
    ["somebody has come before the rest", ["z", "a", "b", "c", "d", "e"]],
  ])("reads the list again when, between two pages, %s", async (_, after) => {
    const { names, unsettled } = await changing((asked) => (asked === 0 ? ["a", "b", "c", "d", "e"] : after));
    expect(await names()).toEqual(after.toSorted());
    expect(unsettled()).toBe(0);
  });

  test("gives all that it saw of a list that never stands still, and says so", async () => {
    const everybody = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
    const { names, unsettled } = await changing((asked) => everybody.slice(asked % 3, 8));
    expect(await names()).toEqual(everybody.slice(0, 8));
    expect(unsettled()).toBe(1);
  });

  test("tells a server's whole address where the hub does", async () => {
    const listed = { ...server("/user/alice/"), full_url: "https://hub.example.org/user/alice/" };
    const { apiUrl } = await scripted(page([user("alice", { "": listed })]));
    expect(await clientOf({ apiUrl }).listServers({ state: "ready" })).toMatchObject([
      { url: "/user/alice/", fullUrl: "https://hub.example.org/user/alice/" },
    ]);
  });

  test("does not go round in circles", async () => {
    const { apiUrl } = await scripted(page([], { offset: 0, limit: 200, url: "" }));
    await expect(clientOf({ apiUrl }).listServers({ state: "ready" })).rejects.toThrow(
      "The hub's list of users has no end",
    );
  });

  test.each([
    [
      ["read:servers", "tokens"],
      "lacks the scope list:users (Action is not authorized with current scopes; requires any of [list:users])",
    ],
    [["list:users", "tokens"], "The hub shows no servers: the service lacks the scope read:servers."],
  ])("with the scopes %j says which is missing", async (scopes, words) => {
    const { client } = connected(await startSimulatedHub({ scopes }));
    await expect(client.listServers({ state: "ready" })).rejects.toMatchObject({
      code: "hub-failed",
      message: expect.stringContaining(words) as string,
    });
  });

  test("with a wrong token says so", async () => {
    const { hub } = connected(await startSimulatedHub());
    await expect(clientOf({ apiUrl: hub.apiUrl, apiToken: "wrong" }).listServers({ state: "ready" })).rejects.toThrow(
      "does not accept the service's token",
    );
  });

  test.each<[string, (response: ServerResponse) => void, string]>([
    ["a list without pages", says(200, []), "JupyterHub 2.0 or newer is needed"],
    ["a server without an address", page([user("alice", { "": { ready: true } })]), "did not list its users"],
    [
      "a page for people",
      (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
      "is not a JupyterHub API",
    ],
    [
      "a redirect",
      (response) => void response.writeHead(302, { location: "/hub/login" }).end(),
      "is not a JupyterHub API",
    ],
    ["404 for people", (response) => void response.writeHead(404).end("<html>"), "is not a JupyterHub API"],
    [
      "400",
      says(400, { status: 400, message: "Unrecognized state filter" }),
      "did not list its users (400: Unrecognized state filter)",
    ],
    ["500", says(500, { status: 500, message: "Internal\n Server Error" }), "answered 500: Internal Server Error"],
    [
      "no end",
      (response) => void response.writeHead(200).end(Buffer.alloc(33 * 1024 * 1024, " ")),
      "answered more than can be right",
    ],
  ])("is told of %s", async (_, answer, words) => {
    const { apiUrl } = await scripted(answer);
    await expect(clientOf({ apiUrl }).listServers({ state: "ready" })).rejects.toMatchObject({
      code: "hub-failed",
      message: expect.stringContaining(words) as string,
    });
  });

  test("is told of a hub that is not there, and of one that hangs", async () => {
    const port = await closedPort();
    await expect(
      clientOf({ apiUrl: `http://127.0.0.1:${port}/hub/api` }).listServers({ state: "ready" }),
    ).rejects.toMatchObject({
      code: "hub-failed",
      message: `The hub at http://127.0.0.1:${port}/hub/api can't be reached (ECONNREFUSED). Check that it runs and that JUPYTERHUB_API_URL is right.`,
    });
    const { apiUrl } = await scripted(() => undefined);
    await expect(clientOf({ apiUrl }, { timeoutMs: 100 }).listServers({ state: "ready" })).rejects.toThrow(
      "did not answer within 0.1 s",
    );
  });

  test("ends when it is aborted", async () => {
    const leaving = new AbortController();
    const { apiUrl } = await scripted(() => leaving.abort());
    await expect(clientOf({ apiUrl }).listServers({ state: "ready", signal: leaving.signal })).rejects.toThrow(
      "was taken back",
    );
  });
});
