import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { startSimulatedHub, type SimulatedHub, type SimulatedHubOptions } from "#scripts/simulated-hub/index.ts";
import { createHubClient, type HubClient, type HubClientOptions } from "./client.ts";
import { bodyOf, closedPort, httpServer } from "./test/servers.ts";

async function simulated(options: SimulatedHubOptions = {}): Promise<{ hub: SimulatedHub; client: HubClient }> {
  const hub = await startSimulatedHub(options);
  onTestFinished(() => hub.close());
  return { hub, client: clientOf(hub) };
}

function clientOf({ apiUrl, apiToken = "service-token" }: { apiUrl: string; apiToken?: string }, more: Partial<HubClientOptions> = {}): HubClient {
  const client = createHubClient({ apiUrl, apiToken, timeoutMs: 5000, ...more });
  onTestFinished(() => client.close());
  return client;
}

interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A hub that answers as told, one answer after another, the last one for ever. */
async function scripted(...answers: ((response: ServerResponse, request: IncomingMessage) => void)[]) {
  const seen: Seen[] = [];
  const server = await httpServer((request, response) => {
    void bodyOf(request).then((body) => {
      seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      answers[Math.min(seen.length, answers.length) - 1]?.(response, request);
    });
  });
  return { seen, apiUrl: `${server.origin}/hub/api` };
}

const says = (status: number, value: unknown, headers: Record<string, string> = {}) => (response: ServerResponse) =>
  void response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));

const page = (items: unknown[], next: unknown = null) => says(200, { items, _pagination: { offset: 0, limit: 200, total: 1, next } });

const user = (name: string, servers: Record<string, unknown> = {}) => ({ name, kind: "user", admin: false, servers });
const server = (url: string, more: object = {}) => ({ name: "", ready: true, pending: null, stopped: false, url, ...more });

const inS = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const alice = { username: "alice", server: "" };
const mintAnswer = (more: object = {}) => ({
  user: "alice",
  id: "a18",
  roles: [],
  scopes: ["access:servers!server=alice/", "read:users:name!user=alice"],
  expires_at: inS(300),
  token: "a86c0123456789abcdef",
  ...more,
});

describe("listing servers", () => {
  test("reads every page, short and empty ones too, and named servers", async () => {
    const { hub, client } = await simulated({ labs: 60, namedServers: 5, pageLimit: 7, mix: { spawning: 10, stopped: 5 } });
    const listed = await client.listServers({ state: "ready" });
    const ready = hub.labs().filter(({ behaviour }) => behaviour !== "spawning" && behaviour !== "stopped");
    const keyed = (all: readonly { username: string; server: string; url: string }[]) => all.map((each) => `${each.username}/${each.server} ${each.url}`).sort();
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
    expect(seen[0]?.headers).toMatchObject({ authorization: "token service-token", accept: "application/jupyterhub-pagination+json" });
  });

  test("takes a page's number from the hub, never its address", async () => {
    const other = await scripted(page([]));
    const next = { offset: 1, limit: 200, url: `${other.apiUrl}/users?offset=1` };
    const { seen, apiUrl } = await scripted(page([user("alice", { "": server("/user/alice/") })], next), page([user("bob", { gpu: server("/user/bob/gpu/") })]));
    expect(await clientOf({ apiUrl }).listServers({ state: "ready" })).toEqual([
      { username: "alice", server: "", ready: true, url: "/user/alice/" },
      { username: "bob", server: "gpu", ready: true, url: "/user/bob/gpu/" },
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
    await expect(clientOf({ apiUrl }).listServers({ state: "ready" })).rejects.toThrow("The hub's list of users has no end");
  });

  test.each([
    [["read:servers", "tokens"], "lacks the scope list:users (Action is not authorized with current scopes; requires any of [list:users])"],
    [["list:users", "tokens"], "The hub shows no servers: the service lacks the scope read:servers."],
  ])("with the scopes %j says which is missing", async (scopes, words) => {
    const { client } = await simulated({ scopes });
    await expect(client.listServers({ state: "ready" })).rejects.toMatchObject({ code: "hub-failed", message: expect.stringContaining(words) as string });
  });

  test("with a wrong token says so", async () => {
    const { hub } = await simulated();
    await expect(clientOf({ apiUrl: hub.apiUrl, apiToken: "wrong" }).listServers({ state: "ready" })).rejects.toThrow("does not accept the service's token");
  });

  test.each<[string, (response: ServerResponse) => void, string]>([
    ["a list without pages", says(200, []), "JupyterHub 2.0 or newer is needed"],
    ["a server without an address", page([user("alice", { "": { ready: true } })]), "did not list its users"],
    ["a page for people", (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>"), "is not a JupyterHub API"],
    ["a redirect", (response) => void response.writeHead(302, { location: "/hub/login" }).end(), "is not a JupyterHub API"],
    ["404 for people", (response) => void response.writeHead(404).end("<html>"), "is not a JupyterHub API"],
    ["400", says(400, { status: 400, message: "Unrecognized state filter" }), "did not list its users (400: Unrecognized state filter)"],
    ["500", says(500, { status: 500, message: "Internal\n Server Error" }), "answered 500: Internal Server Error"],
    ["no end", (response) => void response.writeHead(200).end(Buffer.alloc(33 * 1024 * 1024, " ")), "answered more than can be right"],
  ])("is told of %s", async (_, answer, words) => {
    const { apiUrl } = await scripted(answer);
    await expect(clientOf({ apiUrl }).listServers({ state: "ready" })).rejects.toMatchObject({ code: "hub-failed", message: expect.stringContaining(words) as string });
  });

  test("is told of a hub that is not there, and of one that hangs", async () => {
    const port = await closedPort();
    await expect(clientOf({ apiUrl: `http://127.0.0.1:${port}/hub/api` }).listServers({ state: "ready" })).rejects.toMatchObject({
      code: "hub-failed",
      message: `The hub at http://127.0.0.1:${port}/hub/api can't be reached (ECONNREFUSED). Check that it runs and that JUPYTERHUB_API_URL is right.`,
    });
    const { apiUrl } = await scripted(() => undefined);
    await expect(clientOf({ apiUrl }, { timeoutMs: 100 }).listServers({ state: "ready" })).rejects.toThrow("did not answer within 0.1 s");
  });

  test("ends when it is aborted", async () => {
    const leaving = new AbortController();
    const { apiUrl } = await scripted(() => leaving.abort());
    await expect(clientOf({ apiUrl }).listServers({ state: "ready", signal: leaving.signal })).rejects.toThrow("was taken back");
  });
});

describe("a hub that is busy", () => {
  test.each([429, 503])("and says %i is asked again when it says", async (status) => {
    const { seen, apiUrl } = await scripted(says(status, {}, { "retry-after": "0" }), says(status, {}, { "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }), page([]));
    expect(await clientOf({ apiUrl }).listServers({ state: "ready" })).toEqual([]);
    expect(seen).toHaveLength(3);
  });

  test("for long is not waited for", async () => {
    const { seen, apiUrl } = await scripted(says(429, { message: "Too Many Requests" }, { "retry-after": "3600" }));
    await expect(clientOf({ apiUrl }).listServers({ state: "ready" })).rejects.toThrow("answered 429: Too Many Requests");
    expect(seen).toHaveLength(1);
  });

  test("again and again is asked three times", async () => {
    const { seen, apiUrl } = await scripted(says(503, {}, { "retry-after": "0" }));
    await expect(clientOf({ apiUrl }).mintToken(alice)).rejects.toThrow("answered 503");
    expect(seen).toHaveLength(3);
  });

  test("is not waited for by somebody who has left", async () => {
    const leaving = new AbortController();
    const { seen, apiUrl } = await scripted((response) => {
      says(429, {}, { "retry-after": "9" })(response);
      response.once("close", () => leaving.abort());
    });
    await expect(clientOf({ apiUrl }).mintToken(alice, leaving.signal)).rejects.toThrow("was taken back");
    expect(seen).toHaveLength(1);
  });

  test("and ends a connection without an answer is asked again", async () => {
    const { seen, apiUrl } = await scripted((_, request) => void request.socket.destroy(), page([]));
    expect(await clientOf({ apiUrl }).listServers({ state: "ready" })).toEqual([]);
    expect(seen).toHaveLength(2);
  });
});

describe("a token", () => {
  test("is good at one server alone, for five minutes", async () => {
    const { seen, apiUrl } = await scripted(says(201, mintAnswer({ scopes: ["access:servers!server=alice/gpu"] })));
    expect(await clientOf({ apiUrl }).mintToken({ username: "alice", server: "gpu" })).toBe("a86c0123456789abcdef");
    expect(seen).toMatchObject([{ method: "POST", url: "/hub/api/users/alice/tokens" }]);
    expect(seen[0]?.headers).toMatchObject({ authorization: "token service-token", "content-type": "application/json" });
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({
      expires_in: 300,
      note: expect.any(String) as string,
      scopes: ["access:servers!server=alice/gpu"],
    });
  });

  test("comes from a hub for every server it lists, whatever its name", async () => {
    const { client } = await simulated({ labs: 40, namedServers: 4 });
    const servers = await client.listServers({ state: "ready" });
    const tokens = await Promise.all(servers.map((each) => client.mintToken(each)));
    expect(new Set(tokens).size).toBe(servers.length);
  });

  test.each<[string, object, string]>([
    ["never expires", { expires_at: null }, "made no usable token"],
    ["expires in a day", { expires_at: inS(86_400) }, "does not expire in 300 s"],
    ["has expired", { expires_at: inS(-10) }, "does not expire in 300 s"],
    ["expires at no time", { expires_at: "soon" }, "does not expire in 300 s"],
    ["is good for more", { scopes: ["access:servers!user=alice"] }, "is not limited to one server"],
    ["has a role", { scopes: undefined, roles: ["token"] }, "is not limited to one server"],
    ["is no token", { token: "a b\r\nx: y" }, "made no usable token"],
    ["is missing", { token: undefined }, "made no usable token"],
  ])("that %s is not used", async (_, more, words) => {
    const { apiUrl } = await scripted(says(201, mintAnswer(more)));
    await expect(clientOf({ apiUrl }).mintToken(alice)).rejects.toMatchObject({ code: "hub-failed", message: expect.stringContaining(words) as string });
  });

  test("expires by the hub's clock, which may not be ours, and in UTC where it does not say", async () => {
    const date = new Date("2020-01-01T00:00:00Z").toUTCString();
    const answer = mintAnswer({ expires_at: "2020-01-01T00:05:00.784487" });
    const { apiUrl } = await scripted(says(201, answer, { date }));
    expect(await clientOf({ apiUrl }).mintToken(alice)).toBe(answer.token);
  });

  test.each<[number, string]>([
    [403, "the service lacks the scope tokens, or there is no such user (nope)"],
    [400, "it answered 400 (nope)"],
  ])("that the hub refuses with %i is not asked for again", async (status, words) => {
    const { seen, apiUrl } = await scripted(says(status, { status, message: "nope" }));
    await expect(clientOf({ apiUrl }).mintToken(alice)).rejects.toMatchObject({ code: "hub-failed", message: expect.stringContaining(words) as string });
    expect(seen).toHaveLength(1);
  });

  test("is asked for by few at once, and no longer where the hub has hung", async () => {
    let waiting = 0;
    let most = 0;
    const { seen, apiUrl } = await scripted((response) => {
      most = Math.max(most, (waiting += 1));
      response.once("close", () => (waiting -= 1));
    });
    const client = clientOf({ apiUrl }, { timeoutMs: 100, concurrency: 8 });
    const reasons = await Promise.all(Array.from({ length: 200 }, () => client.mintToken(alice).catch((error: unknown) => String(error))));
    expect(most).toBe(8);
    expect(seen.length).toBeLessThan(200);
    expect(reasons.filter((reason) => reason.includes("has stopped answering")).length).toBe(200 - seen.length);
  });

  test("is asked for below its user alone, whatever the name", async () => {
    const { seen, apiUrl } = await scripted(says(403, {}));
    const client = clientOf({ apiUrl });
    const name = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(".", "/", "\\", "@", ":", "?", "#", "%", "2", "f", "a", "\r", "\n", " ") }),
      fc.constantFrom("..", ".", "", "a/b", "a@evil.com", "a?x#y", "../..", "%2e%2e", "zoë", "\ud800"),
    );
    await fc.assert(
      fc.asyncProperty(name, async (username) => {
        seen.length = 0;
        await expect(client.mintToken({ username, server: "" })).rejects.toMatchObject({ code: "hub-failed" });
        if (["", ".", ".."].includes(username) || !username.isWellFormed()) {
          expect(seen).toEqual([]);
          return;
        }
        const [before, segment, ...after] = seen[0]?.url.split(/(?<=users\/)|(?=\/tokens$)/) ?? [];
        expect([seen.length, before, decodeURIComponent(segment ?? ""), after]).toEqual([1, "/hub/api/users/", username, ["/tokens"]]);
        expect(segment).toMatch(/^[\w%!'()*.~-]+$/);
      }),
      { numRuns: 200 },
    );
  });
});

describe("whose a token is", () => {
  test("is what the hub says", async () => {
    const { hub, client } = await simulated();
    expect(await client.ownerOfToken(hub.admin.token)).toMatchObject({ name: hub.admin.username, kind: "user", admin: true });
    expect(await client.ownerOfToken(hub.member.token)).toMatchObject({ name: hub.member.username, kind: "user", admin: false });
    expect(await client.ownerOfToken(hub.apiToken)).toMatchObject({ kind: "service", admin: false, groups: [] });
  });

  test.each(["", "wrong", "a b", "a\r\nb", "zoë", "x".repeat(2000)])("is nobody for %j", async (token) => {
    const { client } = await simulated();
    expect(await client.ownerOfToken(token)).toBeNull();
  });

  test("is nobody for a token that names none, and an admin only where the hub says so", async () => {
    const { apiUrl } = await scripted(says(200, { kind: "user", scopes: [] }), says(200, { kind: "user", name: "alice" }), says(404, {}));
    const client = clientOf({ apiUrl });
    expect(await client.ownerOfToken("t")).toBeNull();
    expect(await client.ownerOfToken("t")).toEqual({ kind: "user", name: "alice", admin: false, groups: [], scopes: [] });
    expect(await client.ownerOfToken("t")).toBeNull();
  });

  test("can't be told when the hub is away", async () => {
    const { hub, client } = await simulated();
    hub.setHub({ mode: "down" });
    await expect(client.ownerOfToken("t")).rejects.toMatchObject({ code: "hub-failed", message: expect.stringContaining("ended the connection without an answer") as string });
  });
});

describe("the service", () => {
  test.each([
    [["list:users", "read:servers", "tokens"], []],
    [["list:users", "read:servers"], ["tokens"]],
    [["tokens!user=alice", "list:users!group=lab", "read:servers!group=lab"], ["tokens"]],
    [[], ["list:users", "read:servers", "tokens"]],
  ])("with the scopes %j misses %j", async (scopes, missing) => {
    const { client } = await simulated({ scopes });
    expect(await client.whoAmI()).toMatchObject({ kind: "service", missing });
  });

  test("with a wrong token is told so", async () => {
    const { hub } = await simulated();
    await expect(clientOf({ apiUrl: hub.apiUrl, apiToken: "wrong" }).whoAmI()).rejects.toThrow("does not accept the service's token");
  });
});

test("no error holds the service's token", async () => {
  const apiToken = "0123456789abcdef-root-on-the-hub";
  const { apiUrl } = await scripted((response, request) => says(500, { message: `bad ${request.url ?? ""}` })(response));
  const error: unknown = await clientOf({ apiUrl, apiToken }).mintToken(alice).catch((reason: unknown) => reason);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(apiToken);
});

test.each(["hub:8081/hub/api", "ftp://hub/hub/api", "http://u:p@hub/hub/api", "http://hub/hub/api?x", "http://hub/hub/api#x", ""])("refuses the address %j", (apiUrl) => {
  expect(() => createHubClient({ apiUrl, apiToken: "t" })).toThrow("must be http or https, without credentials, query or fragment");
});
