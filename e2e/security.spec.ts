import type { Page } from "@playwright/test";
import { openWire, signInAsProgram } from "./program.ts";
import { expect, startBelfry, test } from "./fixtures.ts";

const pages = ["/", "/?origin=core", "/hub/notifications", "/settings", "/docs", "/admin/origins", "/admin/origins/core", "/admin/people", "/admin/audit", "/nowhere"];

/** What the browser refused to run or load on a page. */
async function watchPolicy(page: Page): Promise<string[]> {
  const broken: string[] = [];
  await page.exposeFunction("policyBroken", (what: string) => broken.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      (window as unknown as { policyBroken: (what: string) => void }).policyBroken(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return broken;
}

test("every page runs under a strict policy, with scripts by its own nonce alone", async ({ belfry, page, signIn }) => {
  test.setTimeout(120_000);
  const broken = await watchPolicy(page);
  await belfry.api("PUT", "/api/origins/core");
  const sent = await belfry.api("POST", "/hub/api/notifications/broadcast", { message: "Under a policy" });
  const { id } = (await sent.json()) as { id: number };
  await page.goto("/sign-in");
  await signIn(page);
  const nonces = new Set<string>();
  for (const path of [...pages, `/hub/notifications/${id}`]) {
    const answer = await page.goto(path);
    const policy = answer?.headers()["content-security-policy"] ?? "";
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? "";
    expect(scripts, path).toMatch(/^'self' 'nonce-[\w+/=]{22,}'$/);
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy, path).toContain("object-src 'none'");
    expect(policy, path).toContain("base-uri 'none'");
    const nonce = /'nonce-([^']+)'/.exec(scripts)?.[1] ?? "";
    nonces.add(nonce);
    const html = (await answer?.text()) ?? "";
    const unsigned = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !tag.includes(`nonce="${nonce}"`));
    expect(unsigned, path).toEqual([]);
    expect(html, path).not.toMatch(/\son\w+="|href="javascript:/);
  }
  // Dialogs, menus and toasts come in later.
  await page.goto("/hub/notifications");
  await page.getByLabel("Message").fill("Hello");
  await page.getByRole("button", { name: /^Send/ }).click();
  await expect(page.getByText(/of \d+ delivered/).first()).toBeVisible();
  await page.getByRole("button", { name: "admin" }).click();
  await expect(page.getByRole("menuitem", { name: "Audit log" })).toBeVisible();
  expect(nonces.size).toBe(pages.length + 1);
  expect(broken).toEqual([]);
});

test("a page that nobody has is one of ours, whatever its address begins with", async ({ belfry }) => {
  for (const path of ["/docsx", "/notificationsx", "/notifications/a/b/c", "/metricsx", "/healthzx", "/iconic", "/favicons", "/apiary", "/icon.svg/x"]) {
    const response = await fetch(belfry.url + path);
    expect(response.status, path).toBe(404);
    const nonce = /script-src 'self' 'nonce-([\w+/=]{22,})'/.exec(response.headers.get("content-security-policy") ?? "")?.[1];
    expect(await response.text(), path).toContain(`nonce="${nonce ?? "none"}"`);
  }
});

test("a script that somebody got into a page does not run", async ({ belfry, browser }) => {
  const page = await (await browser.newContext({ baseURL: belfry.url })).newPage();
  const broken = await watchPolicy(page);
  await page.goto("/sign-in");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'taken over'";
    document.body.append(script);
    const image = document.createElement("img");
    image.setAttribute("onerror", "document.title = 'taken over'");
    image.src = "data:,";
    document.body.append(image);
    const far = document.createElement("script");
    far.src = "https://evil.example/x.js";
    document.body.append(far);
  });
  await expect.poll(() => broken.length).toBeGreaterThanOrEqual(3);
  expect(await page.title()).not.toBe("taken over");
  await page.context().close();
});

test("every answer carries what protects it", async ({ belfry }) => {
  const asked: [method: string, path: string, status: number][] = [
    ["GET", "/sign-in", 200],
    ["GET", "/", 307],
    ["GET", "/icon.svg", 200],
    ["GET", "/healthz", 200],
    ["GET", "/readyz", 200],
    ["GET", "/api/openapi.json", 200],
    ["GET", "/api/auth/csrf", 200],
    ["GET", "/api/stream", 401],
    ["GET", "/notifications", 401],
    ["GET", "/api/nothing", 404],
    ["DELETE", "/hub/api/nothing/at/all", 404],
    ["GET", "/nowhere", 404],
    ["PUT", "/api/undo", 405],
    ["GET", "/%ff", 400],
    ["GET", "/notifications/%E0%A4%A", 400],
  ];
  for (const [method, path, status] of asked) {
    const response = await fetch(belfry.url + path, { method, redirect: "manual" });
    const what = `${method} ${path}`;
    expect(response.status, what).toBe(status);
    const { headers } = response;
    expect(headers.get("x-content-type-options"), what).toBe("nosniff");
    expect(headers.get("x-frame-options"), what).toBe("DENY");
    expect(headers.get("referrer-policy"), what).toBe("same-origin");
    expect(headers.get("permissions-policy"), what).toContain("camera=()");
    expect(headers.get("content-security-policy"), what).toContain("frame-ancestors 'none'");
    expect(headers.get("content-security-policy"), what).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get("x-powered-by"), what).toBeNull();
    expect(headers.get("strict-transport-security"), what).toBeNull();
    if (status >= 400 && path !== "/nowhere") expect(headers.get("content-type"), what).toBe("application/problem+json");
  }
});

test("behind TLS: browsers are told to stay there, and cookies can't be set from elsewhere", async () => {
  const belfry = await startBelfry({ settings: { AUTH_URL: "https://belfry.example.org" } });
  try {
    for (const path of ["/sign-in", "/healthz", "/api/nothing"]) {
      expect((await fetch(belfry.url + path)).headers.get("strict-transport-security"), path).toBe("max-age=63072000");
    }
    const { response } = await signInAsProgram(belfry.url, belfry.admin);
    const cookies = response.headers.getSetCookie();
    const session = cookies.find((each) => each.includes("belfry-session=")) ?? "";
    expect(session).toMatch(/^__Host-belfry-session=/);
    for (const flag of ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"]) expect(session.toLowerCase()).toContain(flag.toLowerCase());
    expect(session).not.toContain("Domain");
    for (const cookie of cookies) expect(cookie, cookie.split("=")[0]).toMatch(/^__(Host|Secure)-/);
  } finally {
    await belfry.stop();
  }
});

test("another site can't act in somebody's name", async ({ belfry }) => {
  const { cookie } = await signInAsProgram(belfry.url, belfry.admin);
  const evil: Record<string, string>[] = [{ Origin: "https://evil.example" }, { "Sec-Fetch-Site": "cross-site" }, { Origin: "null" }];
  for (const headers of evil) {
    const ask = (method: string, path: string, more: Record<string, string> = {}) =>
      fetch(belfry.url + path, { method, headers: { cookie, ...headers, ...more }, body: "{}", redirect: "manual" }).then(({ status }) => status);
    expect(await ask("DELETE", "/notifications")).toBe(403);
    expect(await ask("POST", "/hub/api/notifications/broadcast", { "Content-Type": "text/plain" })).toBe(403);
    expect(await ask("POST", "/settings", { "Next-Action": "0".repeat(42), "Content-Type": "text/plain;charset=UTF-8" })).toBe(403);
    expect(await ask("POST", "/admin/people", { "Content-Type": "multipart/form-data; boundary=x" })).toBe(400);
  }
});

test("what is too large is refused, told or not, and before it is read", async ({ belfry }) => {
  const large = "x".repeat(300 * 1024);
  for (const path of ["/notifications", "/api/auth/callback/credentials", "/settings", "/nowhere"]) {
    const response = await belfry.api("POST", path, large);
    expect(response.status, path).toBe(413);
    expect(response.headers.get("content-type"), path).toBe("application/problem+json");
  }
  const told = openWire(belfry.url, `POST /notifications HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n`);
  expect(await told.closed).toMatch(/^HTTP\/1.1 413 /);

  const chunked = (path: string) =>
    fetch(belfry.url + path, {
      method: "POST",
      headers: { Authorization: `Bearer ${belfry.admin.token}`, "Content-Type": "application/json" },
      body: new Blob([large]).stream(),
      ...{ duplex: "half" },
    });
  expect((await chunked("/notifications")).status).toBe(413);
  expect((await chunked("/api/auth/callback/credentials")).status).toBeGreaterThanOrEqual(400);
});

test("who sends slowly is cut off", async ({ belfry }) => {
  test.setTimeout(150_000);
  const head = `POST /notifications HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${belfry.admin.token}\r\n`;
  const slow = [openWire(belfry.url, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "), openWire(belfry.url, `${head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`)];
  const drips = setInterval(() => {
    for (const { socket } of slow) if (socket.writable) socket.write(" ");
  }, 1000);
  try {
    for (const answer of await Promise.all(slow.map(({ closed }) => closed))) expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
  } finally {
    clearInterval(drips);
  }
  expect((await fetch(`${belfry.url}/readyz`)).status).toBe(200);
});

test("limits: requests of a token, sign-ins, and who is believed about an address", async () => {
  test.setTimeout(180_000);
  const [plain, proxied] = await Promise.all([startBelfry({ labs: 1, mix: {} }), startBelfry({ labs: 1, mix: {}, settings: { TRUSTED_PROXIES: "127.0.0.1" } })]);
  try {
    const { token } = (await (await plain.api("POST", "/api/tokens", { name: "busy", scopes: ["notifications"] })).json()) as { token: string };
    const ask = () => fetch(`${plain.url}/notifications?limit=1`, { headers: { Authorization: `Bearer ${token}` } });
    const statuses: number[] = [];
    for (let batch = 0; batch < 65; batch++) statuses.push(...(await Promise.all(Array.from({ length: 20 }, async () => (await ask()).status))));
    // A minute may end on the way; of what was counted in it, only as much as has gone by is free again.
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(1200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect((await plain.api("GET", "/notifications?limit=1")).status, "another token of the same person").toBe(200);

    const guess = async (url: string, from: string) => (await signInAsProgram(url, { username: "admin", password: "guessed", headers: { "X-Forwarded-For": from } })).response.status;
    const elevenFrom = async (url: string, from: (n: number) => string) => {
      const answers: number[] = [];
      for (let n = 0; n < 11; n++) answers.push(await guess(url, from(n)));
      return answers;
    };
    expect((await elevenFrom(plain.url, (n) => `203.0.113.${n}`)).at(-1), "an address made up each time").toBe(429);
    expect((await elevenFrom(proxied.url, (n) => `203.0.113.${n}`)).at(-1), "addresses that a trusted proxy saw").not.toBe(429);
    expect((await elevenFrom(proxied.url, (n) => `198.51.100.${n}, 203.0.113.200`)).at(-1), "made up before the trusted proxy").toBe(429);
    const { response } = await signInAsProgram(plain.url, plain.admin);
    expect(response.status, "the right password comes too late").toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);

    const rung: number[] = [];
    for (let n = 0; n < 31; n++) rung.push((await plain.api("POST", "/hub/api/notifications/broadcast", { message: `Ring ${n}` }, { Prefer: "respond-async" })).status);
    expect(rung.slice(0, 30).every((status) => status === 202)).toBe(true);
    const one = await plain.api("POST", "/hub/api/notifications/broadcast", { message: "One too many" });
    expect([rung[30], one.status]).toContain(429);
  } finally {
    await Promise.all([plain.stop(), proxied.stop()]);
  }
});

test("no address leads away from here", async ({ belfry }) => {
  const cookie = (await signInAsProgram(belfry.url, belfry.admin)).cookie;
  for (const path of ["//evil.example/", "/\\evil.example", "//evil.example/%2f..", "/sign-in?from=//evil.example", "/sign-in?from=https://evil.example", "/api/auth/signin?callbackUrl=https://evil.example", "/api/auth/signout?callbackUrl=//evil.example", "/notifications//evil.example"]) {
    const wire = openWire(belfry.url, `GET ${path} HTTP/1.1\r\nHost: ${new URL(belfry.url).host}\r\nAccept: text/html\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`);
    const location = /^location: (.*)$/im.exec(await wire.closed)?.[1]?.trim();
    if (location !== undefined) expect(new URL(location, belfry.url).origin, path).toBe(belfry.url);
  }
});
