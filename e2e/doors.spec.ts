import { request as send, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import type { Endpoint } from "#lib/http/endpoint.ts";
import { catalogue } from "#lib/http/openapi/catalogue.ts";
import { expect, test, type Belfry } from "./fixtures.ts";

interface Asked {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

interface Answered {
  status: number | undefined;
  headers: Record<string, unknown>;
  body: string;
}

/** What a request may carry that endpoints make something of; a second one changes nothing that the first did not. */
const bodies: Record<string, unknown> = {
  publishNotifications: { type: "note", origin: "core", data: { title: "a" } },
  createToken: { name: "a", scopes: ["notifications"] },
  sendBroadcast: { message: "a", recipients: ["without-a-lab"] },
  checkRecipients: { recipients: ["without-a-lab", "group:students", "unknown"] },
  editBroadcast: { message: "b" },
  saveMessage: { message: "a", variant: "info", autoClose: false },
  undoClear: { token: "none" },
  markOneRead: { read: false },
  markAllRead: { read: true },
  markOriginRead: { read: true },
};

const places: Record<string, string> = {
  origin: "c%6Fre",
  id: "999999",
  username: "admin",
  feed: "none.atom",
  link: "none",
};
const filled = (path: string, given = places) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => given[name] ?? places[name] ?? "");

/** The requests that an endpoint is asked with, and what each is about. */
function requestsTo(operationId: string, { method, path, body }: Endpoint): [what: string, asked: Asked][] {
  const base: Asked = { method: method.toUpperCase(), path: filled(path) };
  const sent = body ? { body: JSON.stringify(bodies[operationId]) } : {};
  const escaped = filled(path, { origin: "a%25%C3%BC", id: "%31x", username: "n%20o%2Fbody" });
  const slashes = filled(path, { origin: "a%2Fb", id: "1%2F2", username: "no%2F%2Fbody" });
  return [
    ["plainly", { ...base, ...sent }],
    ["by a reader of gzip", { ...base, ...sent, headers: { "Accept-Encoding": "gzip, deflate, br" } }],
    ["by a browser", { ...base, ...sent, headers: { Accept: "text/html" } }],
    ["with a query nobody knows", { ...base, ...sent, path: `${base.path}?limit=0&range=x&nobody=%00&as_of=x` }],
    ["with a wrong token", { ...base, ...sent, headers: { Authorization: "Bearer blf_wrong" } }],
    ["with no token", { ...base, ...sent, headers: { Authorization: "" } }],
    ["with escapes", { ...base, ...sent, path: escaped }],
    ["with escaped slashes", { ...base, ...sent, path: slashes }],
    ["with a body that is none", { ...base, body: "{" }],
    ["with a body of another shape", { ...base, body: "[1]" }],
    ["with a key that is too long", { ...base, ...sent, headers: { "Idempotency-Key": "x".repeat(256) } }],
    ["by the wrong method", { ...base, method: "PROPFIND" }],
    ["what there is", { ...base, method: "OPTIONS" }],
    ...(method === "get"
      ? ([
          ["for its head", { ...base, method: "HEAD" }],
          ["whatever has changed", { ...base, headers: { "If-None-Match": "*" } }],
        ] satisfies [string, Asked][])
      : []),
  ];
}

/** Sends a request as it is. A fragment, which no client sends, has the front leave it to Next.js. */
function ask({ url }: Belfry, { method, path, headers, body }: Asked, fragment: "" | "#"): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = { Authorization: `Bearer ${own.token}`, ...headers };
    const request = send(new URL(url), { method, path: path + fragment, headers: sent, agent: false });
    request.on("error", reject).on("response", (response) => {
      text(response).then(
        (said) => resolve({ status: response.statusCode, headers: comparable(response.headers), body: masked(said) }),
        reject,
      );
    });
    request.end(body);
  });
}

/** What Next.js adds: its own pages tell apart by it what they fetch. */
const ofNext = ["rsc", "next-router-state-tree", "next-router-prefetch", "next-router-segment-prefetch"];

/** All but what differs from one answer to the next, and how the body is framed. */
function comparable({ vary, ...headers }: IncomingHttpHeaders): Record<string, unknown> {
  const varies = vary?.split(", ").filter((name) => !ofNext.includes(name)) ?? [];
  for (const name of ["date", "transfer-encoding", "content-length"]) delete headers[name];
  if (headers["undo-token"] !== undefined) headers["undo-token"] = "…";
  if (headers["ratelimit"] !== undefined) headers["ratelimit"] = "…";
  return { ...headers, ...(varies.length > 0 && { vary: varies.join(", ") }) };
}

/** Without what is new each time. */
const masked = (said: string) =>
  said
    .replaceAll(/"(id|durationMs)":\d+/g, '"$1":0')
    .replaceAll(
      /"(token|prefix|createdAt|lastUsedAt|expiresAt|sentISO|finishedISO|version)":("[^"]*"|\d+|null)/g,
      '"$1":0',
    )
    .replace(/^# HELP [^]*$/, "metrics");

const loadedBy = "cross-origin-resource-policy";

// It lasts, and is answered by the front alone.
const endpoints = catalogue().filter(({ operationId }) => operationId !== "streamEvents");

/** Of its own for each test: together they ask more often than one token may. */
let own: { id: number; token: string };

test.describe("both doors answer alike", () => {
  test.beforeEach(async ({ belfry }) => {
    const scopes = ["notifications", "publish", "broadcast", "admin"];
    const made = await belfry.api("POST", "/api/tokens", { name: "both doors", scopes });
    own = (await made.json()) as typeof own;
    await belfry.api("PUT", "/api/origins/core");
    belfry.hub.setUser({ username: "without-a-lab" });
    // What is there would be cleared by whichever door is asked first.
    await belfry.api("DELETE", "/notifications");
    await belfry.api("DELETE", "/hub/api/notifications/sent");
  });

  test.afterEach(async ({ belfry }) => {
    await belfry.api("DELETE", `/api/tokens/${own.id}`);
  });

  for (const { operationId, declared } of endpoints) {
    test(operationId, async ({ belfry }) => {
      for (const [what, asked] of requestsTo(operationId, declared)) {
        const [direct, behindNext] = [await ask(belfry, asked, ""), await ask(belfry, asked, "#")];
        // The front sets it for all, and Next.js leaves what stands already; nobody but this test comes that way.
        if (operationId.startsWith("getNotices")) behindNext.headers[loadedBy] = direct.headers[loadedBy];
        expect(direct, what).toEqual(behindNext);
      }
    });
  }

  test("a body that is too large", async ({ belfry }) => {
    const asked = { method: "POST", path: "/notifications", body: "x".repeat(300_000) };
    const chunked = { ...asked, headers: { "Transfer-Encoding": "chunked" } };
    for (const each of [asked, chunked]) {
      const [direct, behindNext] = [await ask(belfry, each, ""), await ask(belfry, each, "#")];
      expect(direct).toEqual(behindNext);
      expect(direct.status).toBe(413);
    }
  });
});
