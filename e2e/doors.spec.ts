import { globSync } from "node:fs";
import { request as send, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import type { Page } from "@playwright/test";
import { entriesIn } from "#lib/http/draw-page.ts";
import type { Endpoint } from "#lib/http/endpoint.ts";
import { catalogue } from "#lib/http/openapi/catalogue.ts";
import { makeAccount, windowOf } from "./accounts.ts";
import { expect, test, type Belfry } from "./fixtures.ts";

interface Asked {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

interface Answered {
  status: number | undefined;
  headers: IncomingHttpHeaders;
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

/** Sends a request as it is. */
function sendAsIs({ url }: Belfry, { method, path, headers, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = send(new URL(url), { method, path, headers, agent: false });
    request.on("error", reject).on("response", (response) => {
      const { statusCode: status, headers } = response;
      text(response).then((body) => resolve({ status, headers, body }), reject);
    });
    request.end(body);
  });
}

/** Asks an endpoint. A fragment, which no client sends, has the front leave it to Next.js. */
async function ask(belfry: Belfry, asked: Asked, fragment: "" | "#"): Promise<Answered> {
  const headers = { Authorization: `Bearer ${own.token}`, ...asked.headers };
  const { status, ...said } = await sendAsIs(belfry, { ...asked, path: asked.path + fragment, headers });
  return { status, headers: comparable(said.headers), body: masked(said.body) };
}

/** What Next.js adds: its own pages tell apart by it what they fetch. */
const ofNext = ["rsc", "next-router-state-tree", "next-router-prefetch", "next-router-segment-prefetch"];

/** All but what differs from one answer to the next, and how the body is framed. */
function comparable({ vary, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
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
        const [direct, byNext] = [await ask(belfry, asked, ""), await ask(belfry, asked, "#")];
        // The front sets it for all, and Next.js leaves what stands already; nobody but this test comes that way.
        if (operationId.startsWith("getNotices")) byNext.headers[loadedBy] = direct.headers[loadedBy];
        expect(direct, what).toEqual(byNext);
      }
    });
  }

  test("a body that is too large", async ({ belfry }) => {
    const asked = { method: "POST", path: "/notifications", body: "x".repeat(300_000) };
    const chunked = { ...asked, headers: { "Transfer-Encoding": "chunked" } };
    for (const each of [asked, chunked]) {
      const [direct, byNext] = [await ask(belfry, each, ""), await ask(belfry, each, "#")];
      expect(direct).toEqual(byNext);
      expect(direct.status).toBe(413);
    }
  });
});

// The manual's come from memory, whoever draws them.
const pages = globSync("app/**/page.tsx")
  .map((file) => `/${file.split("/").slice(1, -1).join("/")}`)
  .filter((address) => !address.includes("[") && !address.startsWith("/docs"));

/** A page's requests, and what each is about. */
const visits = (path: string): [what: string, asked: Asked][] => [
  ["plainly", { method: "GET", path }],
  ["by a reader of gzip", { method: "GET", path, headers: { "Accept-Encoding": "gzip" } }],
  ["with a theme", { method: "GET", path, headers: { Cookie: "belfry-theme=dark" } }],
  ["with a query", { method: "GET", path: `${path}?range=x&item=1&from=%2F%3Fa&sent=30d&broadcast=7&a=1&a=2` }],
  ["for its head", { method: "HEAD", path }],
  ["with a body", { method: "POST", path, headers: { "Content-Type": "text/plain" }, body: "a=1" }],
  ["for the framework's part of it", { method: "GET", path, headers: { RSC: "1" } }],
  ["by another name", { method: "GET", path: `${path === "/" ? "" : path}/` }],
];

/** Next.js takes it off again; the front leaves to it what carries it. */
const behindNext = { "X-Middleware-Next": "1" };

/** How a page is answered, without what is new each time. */
async function visit(belfry: Belfry, asked: Asked, more: Record<string, string>) {
  const { status, headers } = await sendAsIs(belfry, { ...asked, headers: { ...asked.headers, ...more } });
  // What is whole within a few milliseconds has a length, and what is there before the rest is drawn is named to be loaded early.
  const { date, link, "content-length": length, "transfer-encoding": pieces, ...about } = headers;
  const [, nonce = "none"] = /'nonce-([^']+)'/.exec(String(about["content-security-policy"])) ?? [];
  return { status, about: JSON.parse(JSON.stringify(about).replaceAll(nonce, "nonce")) as unknown };
}

/** What a reader of the screen is told on a page, once nothing on it is waited for. */
async function told(page: Page): Promise<string> {
  await expect(page.locator("main [aria-busy=true], main .animate-pulse")).toHaveCount(0);
  return page.locator("body").ariaSnapshot();
}

test.describe("pages are drawn alike, whoever finds them", () => {
  let other: Page;

  test.beforeEach(async ({ belfry, browser, page, signIn }) => {
    await signIn(page);
    const member = { username: "either-way", password: await makeAccount(page, "either-way") };
    other = await windowOf(browser, belfry, signIn, member);
  });

  test.afterEach(async () => {
    await other.context().close();
  });

  test(`${pages.length} pages to everybody`, async ({ belfry, page }) => {
    expect([...entriesIn(process.cwd()).keys()]).toEqual(expect.arrayContaining(pages));
    // What the address asks is kept until somebody is signed in, by whatever name; Next.js' server leaves out this one.
    const asked = await sendAsIs(belfry, { method: "GET", path: "/?constructor=a" });
    expect(asked.headers.location).toBe("/sign-in?from=%2F%3Fconstructor%3Da");
    const cookies = await Promise.all(
      [page, other].map(async (each) =>
        (await each.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; "),
      ),
    );
    for (const path of pages)
      for (const cookie of ["", ...cookies])
        for (const [what, asked] of visits(path)) {
          const Cookie = [cookie, asked.headers?.["Cookie"]].filter(Boolean).join("; ");
          const [direct, byNext] = [
            await visit(belfry, asked, { Cookie }),
            await visit(belfry, asked, { Cookie, ...behindNext }),
          ];
          expect(direct, `${path} ${what}`).toEqual(byNext);
        }
    for (const direct of [page, other]) {
      const byNext = await direct.context().newPage();
      await byNext.setExtraHTTPHeaders(behindNext);
      for (const path of pages) {
        await Promise.all([direct.goto(path), byNext.goto(path)]);
        // Each comes to work in its own time.
        await expect(async () => expect(await told(direct), path).toBe(await told(byNext))).toPass({ timeout: 15_000 });
      }
    }
  });
});
