import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { startSimulatedHub } from "#scripts/simulated-hub/index.ts";
import { closedPort } from "./test/servers.ts";
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
