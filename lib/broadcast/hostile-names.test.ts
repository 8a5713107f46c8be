import { expect, onTestFinished, test } from "vitest";
import { BelfryError } from "#lib/errors.ts";
import { createHubClient } from "#lib/jupyterhub/client.ts";
import { labUrl } from "#lib/jupyterhub/lab-url.ts";
import { bodyOf, httpServer, labConnections } from "#lib/jupyterhub/test/servers.ts";
import { fanOut, type Target } from "./fan-out.ts";
import { posting } from "./post-once.ts";
import { labPayload } from "./schema.ts";

const payload = labPayload({ message: "Hello", variant: "info", autoClose: false, immediate: true });
const names = [
  "..",
  ".",
  "../admin",
  "a/b",
  "@evil",
  "evil.example",
  "a#b",
  "a?b",
  "%2f",
  "%2e%2e%2f",
  "a\nHost: evil",
  "a\r\nX: y",
  "a b",
  "ä",
  "..%00",
  "a\\b",
  "{base_url}",
  "admin/tokens?x=",
  "127.0.0.1",
  "localhost:1",
  "\u202etxt.exe",
  "。。",
];
const serverNames = ["", "..", "@evil", "x/../../admin", "gpu?#"];

/**
 * A hub, and beside it what its users would like to have called: every server is on loopback, so nothing but the checks
 * keeps a request from getting there.
 */
async function surroundings() {
  const evil = await httpServer((_, response) => response.end("thank you"));
  const at = evil.origin.replace("http:", "");
  const listed = [
    `${at}/`,
    `${evil.origin}/`,
    `@127.0.0.1:${evil.port}/`,
    `:${evil.port}/`,
    `/user/x/@127.0.0.1:${evil.port}/`,
    `/\\127.0.0.1:${evil.port}/`,
    "/user/../../hub/api/",
    "/user/%2e%2e/x/",
    "/user/a b/",
    "/user/a\nHost: evil/",
    "/user/x?y=/",
    "/user/x#y/",
    "user/x/",
    "",
  ];
  const asked: string[] = [];
  const minted: string[] = [];
  const hub = await httpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
    if (request.method === "GET" && request.url?.startsWith("/hub/api/users?")) {
      const server = (name: string, url: string) => [name, { name, ready: true, url }] as const;
      const items = [
        ...names.map((name) => ({
          name,
          servers: Object.fromEntries(serverNames.map((each) => server(each, `/user/${encodeURIComponent(name)}/`))),
        })),
        ...listed.map((url, n) => ({ name: `listed-${n}`, servers: Object.fromEntries([server("", url)]) })),
      ];
      return void json(200, { items, _pagination: { next: null } });
    }
    const name = /^\/hub\/api\/users\/([^/]+)\/tokens$/.exec(request.url ?? "")?.[1];
    if (request.method !== "POST" || name === undefined) return void json(404, { message: "no such thing" });
    // One in three tells Belfry to ask elsewhere.
    if (minted.push(decodeURIComponent(name)) % 3 === 0)
      return void json(307, {}, { Location: `${evil.origin}/hub/api/users/x/tokens` });
    void bodyOf(request).then((body) => {
      const { scopes } = JSON.parse(body) as { scopes: string[] };
      json(201, { token: "for-this-lab", expires_at: new Date(Date.now() + 200_000).toISOString(), scopes });
    });
  });
  const rung: string[] = [];
  const lab = await httpServer((request, response) => {
    rung.push(request.url ?? "");
    response.writeHead(302, { Location: `${evil.origin}${request.url}` }).end();
  });
  return { evil, hub, lab, asked, minted, rung };
}

test(
  "no name, no listed address and no redirect makes Belfry call what it should not",
  { timeout: 60_000 },
  async () => {
    const { evil, hub, lab, asked, minted, rung } = await surroundings();
    const client = createHubClient({ apiUrl: `${hub.origin}/hub/api`, apiToken: "service" });
    onTestFinished(() => client.close());
    const servers = await client.listServers({ state: "ready" });
    expect(servers.length).toBe(names.length * serverNames.length + 14);

    const addressable = (template: string): Target[] =>
      servers.flatMap((server) => {
        try {
          return [
            {
              username: server.username,
              server: server.server,
              url: labUrl(template, { ...server, baseUrl: server.url }),
            },
          ];
        } catch (error) {
          expect(error).toBeInstanceOf(BelfryError);
          return [];
        }
      });
    const targets = addressable(`${lab.origin}{base_url}`);
    for (const { url } of targets) expect(new URL(url).origin).toBe(lab.origin);
    // By its own host name each: whatever the name is, the host is one label that begins as the template does.
    for (const { url } of addressable("http://jupyterlab-{username}:8888{base_url}"))
      expect(new URL(url).host).toMatch(/^jupyterlab-[a-z0-9-]+:8888$/);

    const pool = labConnections();
    for await (const { outcome } of fanOut(targets, {
      ...posting({ payload, pool, timeoutMs: 5000 }),
      mint: client.mintToken,
      pool,
    })) {
      expect(["unauthorized", "no-token", "rejected"]).toContain(outcome);
    }
    expect(evil.sockets).toHaveLength(0);
    expect(rung.length).toBeGreaterThan(50);
    for (const path of rung)
      expect(path).toMatch(/^\/user\/[^/]+\/(@[^/]+\/)?jupyterlab-notifications-extension\/ingest$/);
    // Each token was asked for under one segment, and for a user that the hub has listed.
    for (const request of asked)
      expect(request).toMatch(/^(GET \/hub\/api\/users\?state=|POST \/hub\/api\/users\/[^/?#]+\/tokens$)/);
    const known = new Set(servers.map(({ username }) => username));
    for (const name of minted) expect(known.has(name), name).toBe(true);
  },
);
