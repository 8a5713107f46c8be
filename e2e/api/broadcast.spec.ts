import { z } from "zod";
import { broadcastDocument, sentBroadcast } from "#lib/broadcast/document.ts";
import { answer, problemDocument } from "../answer.ts";
import { expect, test } from "../fixtures.ts";

const servers = z.strictObject({
  servers: z.array(
    z.strictObject({
      username: z.string(),
      server: z.string(),
      ready: z.boolean(),
      url: z.string(),
      started: z.iso.datetime().nullable(),
      lastActivity: z.iso.datetime().optional(),
      extension: z.string().optional(),
      reason: z.string().optional(),
    }),
  ),
});
const history = z.strictObject({ notifications: z.array(sentBroadcast) });
const csrf = z.object({ csrfToken: z.string() });

const path = "/hub/api/notifications";

test.beforeEach(({ belfry }) => belfry.hub.reset());

test("one broadcast through the API: every lab once, with its own short-lived token", async ({ belfry }) => {
  const response = await belfry.api("POST", `${path}/broadcast`, {
    message: "  Maintenance at 18:00 ",
    variant: "warning",
    autoClose: true,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("private, no-cache");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("x-powered-by")).toBeNull();
  const document = await answer(response, broadcastDocument);
  expect(document).toMatchObject({ state: "finished", total: 25, successful: 19, failed: 6 });
  const errors = Object.fromEntries((document.details ?? []).map(({ outcome, error }) => [outcome, error]));
  expect(errors).toEqual({
    delivered: undefined,
    unknown: "Server not responding",
    "not-running": "Server not running",
    "extension-missing": "Notification extension not installed",
  });
  const { leaks, redirectsFollowed } = belfry.hub.state();
  expect({ leaks, redirectsFollowed }).toEqual({ leaks: [], redirectsFollowed: [] });
  const shown = belfry.hub.labs().flatMap(({ arrivals }) => arrivals.filter((arrival) => arrival.shown));
  expect(shown).toHaveLength(19);
  expect(shown[0]?.body).toMatchObject({
    message: "Maintenance at 18:00",
    type: "warning",
    autoClose: 5000,
    immediate: true,
    actions: [{ label: "Dismiss", caption: "Close this notification", displayType: "default" }],
  });
  expect(new Set(shown.map(({ tokenId }) => tokenId)).size).toBe(19);

  const again = await belfry.api("GET", `${path}/broadcast/${document.id}`);
  expect(await answer(again, broadcastDocument)).toEqual(document);
});

test("bad input names its field and sends nothing", async ({ belfry }) => {
  const bodies: [unknown, string][] = [
    [{ message: "x".repeat(141) }, "message"],
    [{ message: "   " }, "message"],
    [{}, "message"],
    [{ message: "x", variant: "loud" }, "variant"],
    [{ message: "x", autoClose: -1 }, "autoClose"],
    [{ message: "x", recipients: "bob" }, "recipients"],
    [{ message: "x", validFor: 0 }, "validFor"],
    [{ message: "x", sendAt: "tomorrow" }, "sendAt"],
  ];
  for (const [body, field] of bodies) {
    const response = await belfry.api("POST", `${path}/broadcast`, body);
    expect(response.status, JSON.stringify(body)).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const problem = await answer(response, problemDocument);
    expect(problem.errors?.[0]?.path).toBe(field);
    expect(problem.message).toBe(problem.detail);
  }
  belfry.hub.setUser({ username: "nobody-here" });
  // One whom the hub knows, without a lab.
  belfry.hub.setUser({ username: "dora" });
  const emoji = await belfry.api("POST", `${path}/broadcast`, {
    message: "🔔".repeat(140),
    recipients: ["dora"],
  });
  expect(emoji.status).toBe(200);
  expect(await answer(emoji, broadcastDocument)).toMatchObject({
    total: 0,
    successful: 0,
    failed: 0,
    message: "No active servers found",
  });
  expect(belfry.hub.state().totals.arrivals).toBe(0);
});

test("who may broadcast: an admin's token, a hub admin's token, nobody else", async ({ belfry }) => {
  const ask = (authorization?: string) =>
    fetch(
      `${belfry.url}${path}/sent`,
      authorization === undefined ? {} : { headers: { Authorization: authorization } },
    );
  expect((await ask(`Bearer ${belfry.admin.token}`)).status).toBe(200);
  expect((await ask(`token ${belfry.hub.admin.token}`)).status).toBe(200);
  expect((await ask(`Bearer ${belfry.hub.admin.token}`)).status).toBe(200);
  expect((await ask(`token ${belfry.hub.member.token}`)).status).toBe(403);
  const nobody = await ask();
  expect(nobody.status).toBe(401);
  expect(nobody.headers.get("www-authenticate")).toContain("Bearer");
  expect((await ask("token blf_nothing")).status).toBe(401);
  expect((await ask(`token ${belfry.hub.apiToken}`)).status).toBe(401);
  const minted = await fetch(`${belfry.hub.apiUrl}/users/alice/tokens`, {
    method: "POST",
    headers: { Authorization: `token ${belfry.hub.apiToken}` },
    body: JSON.stringify({ expires_in: 300, scopes: ["access:servers!server=alice/"] }),
  });
  const { token } = await answer(minted, z.object({ token: z.string() }));
  expect((await ask(`token ${token}`)).status, "what a lab is sent opens nothing here").toBe(401);
});

test("respond-async answers at once with where to look", async ({ belfry }) => {
  const response = await belfry.api(
    "POST",
    `${path}/broadcast`,
    { message: "Later is fine" },
    { Prefer: "respond-async" },
  );
  expect(response.status).toBe(202);
  expect(response.headers.get("preference-applied")).toBe("respond-async");
  const location = response.headers.get("location") ?? "";
  await expect
    .poll(async () => (await answer(await belfry.api("GET", location), broadcastDocument)).state, { timeout: 15_000 })
    .toBe("finished");
  const again = await belfry.api("POST", `${location}/retry`);
  expect([again.status, again.headers.get("location")]).toEqual([202, location]);
});

test("an Idempotency-Key sends once", async ({ belfry }) => {
  const send = () =>
    belfry.api("POST", `${path}/broadcast`, { message: "Once", recipients: ["alice"] }, { "Idempotency-Key": "k-1" });
  const [first, second] = await Promise.all([send(), send()]);
  expect((await answer(first, broadcastDocument)).id).toBe((await answer(second, broadcastDocument)).id);
  const marks = [first, second].map((response) => response.headers.get("idempotency-replayed"));
  expect(new Set(marks)).toEqual(new Set(["true", null]));
  expect(belfry.hub.lab("alice").arrivals).toHaveLength(1);
});

test("the hub's troubles are said, and nothing is sent", async ({ belfry }) => {
  belfry.hub.setHub({ scopes: ["list:users", "tokens"] });
  const scope = await belfry.api("POST", `${path}/broadcast`, { message: "x" });
  expect(scope.status).toBe(502);
  expect((await answer(scope, problemDocument)).detail).toContain("read:servers");
  belfry.hub.setHub({ mode: "down" });
  expect((await belfry.api("POST", `${path}/broadcast`, { message: "x" })).status).toBe(502);
  expect((await belfry.api("GET", `${path}/active-servers`)).status).toBe(502);
  expect(belfry.hub.state().totals.arrivals).toBe(0);
});

test("active servers, with a probe that sends nothing", async ({ belfry }) => {
  const active = await answer(await belfry.api("GET", `${path}/active-servers`), servers);
  expect(active.servers).toHaveLength(25);
  expect(active.servers.find(({ server }) => server === "gpu")).toMatchObject({
    username: "alice",
    ready: true,
    url: "/user/alice/gpu/",
  });
  const probed = await answer(await belfry.api("GET", `${path}/active-servers?probe=true`), servers);
  expect(probed.servers.filter(({ extension }) => extension === "missing")).toHaveLength(2);
  const silent = probed.servers.filter(({ extension }) => extension === "unreachable");
  expect(silent.length).toBeGreaterThan(0);
  for (const { reason } of silent) expect(reason).toMatch(/\S/);
  expect(belfry.hub.state().totals.arrivals).toBe(0);
});

test("the history, and clearing it", async ({ belfry }) => {
  await belfry.api("POST", `${path}/broadcast`, { message: "For the history", recipients: ["bob"] });
  const { notifications } = await answer(await belfry.api("GET", `${path}/sent?limit=1`), history);
  expect(notifications).toMatchObject([{ message: "For the history", type: "info", sender: "admin" }]);
  const since = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
  expect(await (await belfry.api("GET", `${path}/sent?since=${since}`)).json()).toEqual({ notifications: [] });
  expect((await belfry.api("GET", `${path}/sent?limit=none`)).status).toBe(400);
  const { cleared } = await answer(await belfry.api("DELETE", `${path}/sent`), z.strictObject({ cleared: z.int() }));
  expect(cleared).toBeGreaterThan(0);
  expect(await (await belfry.api("GET", `${path}/sent`)).json()).toEqual({ notifications: [] });
});

test("programs sign in as browsers do; another site's page can't use the cookie", async ({ belfry }) => {
  const first = await fetch(`${belfry.url}/api/auth/csrf`);
  const { csrfToken } = await answer(first, csrf);
  const cookies = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; ");
  const form = new URLSearchParams({ username: belfry.admin.username, password: belfry.admin.password, csrfToken });
  const signedIn = await fetch(`${belfry.url}/api/auth/callback/credentials`, {
    method: "POST",
    body: form,
    headers: { Cookie: cookies(first) },
    redirect: "manual",
  });
  expect(signedIn.status).toBe(302);
  expect(new URL(signedIn.headers.get("location") ?? "").origin).toBe(belfry.url);
  const cookie = cookies(signedIn);
  const ask = (method: string, headers: Record<string, string> = {}) =>
    fetch(`${belfry.url}${path}/sent`, { method, headers: { Cookie: cookie, ...headers } });
  expect((await ask("GET")).status).toBe(200);
  expect((await ask("DELETE", { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
  expect((await ask("DELETE", { Origin: "https://evil.example" })).status).toBe(403);
  expect((await ask("DELETE", { Origin: belfry.url })).status).toBe(200);
});

test("a body over the limit is refused", async ({ belfry }) => {
  const response = await belfry.api("POST", `${path}/broadcast`, { message: "x".repeat(300_000) });
  expect(response.status).toBe(413);
});

test("the eleventh wrong password is refused with the time to wait", async ({ belfry }) => {
  const first = await fetch(`${belfry.url}/api/auth/csrf`);
  const { csrfToken } = await answer(first, csrf);
  const cookie = first.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
  const attempt = () =>
    fetch(`${belfry.url}/api/auth/callback/credentials`, {
      method: "POST",
      body: new URLSearchParams({ username: "mallory", password: "guess", csrfToken, json: "true" }),
      headers: { Cookie: cookie },
      redirect: "manual",
    });
  for (let count = 0; count < 10; count++) expect((await attempt()).status).toBe(401);
  const refused = await attempt();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});
