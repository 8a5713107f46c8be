import { signInAsProgram } from "#scripts/demo/sign-in-as-program.ts";
import { openWire } from "./open-wire.ts";
import { expect, startBelfry, test } from "./fixtures.ts";

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
    expect(headers.get("cross-origin-opener-policy"), what).toBe("same-origin");
    expect(headers.get("cross-origin-resource-policy"), what).toBe("same-origin");
    expect(headers.get("access-control-allow-origin"), what).toBeNull();
    expect(headers.get("permissions-policy"), what).toContain("camera=()");
    expect(headers.get("content-security-policy"), what).toContain("frame-ancestors 'none'");
    expect(headers.get("content-security-policy"), what).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get("x-powered-by"), what).toBeNull();
    expect(headers.get("strict-transport-security"), what).toBeNull();
    if (status >= 400 && path !== "/nowhere")
      expect(headers.get("content-type"), what).toBe("application/problem+json");
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
    for (const flag of ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"])
      expect(session.toLowerCase()).toContain(flag.toLowerCase());
    expect(session).not.toContain("Domain");
    for (const cookie of cookies) expect(cookie, cookie.split("=")[0]).toMatch(/^__(Host|Secure)-/);
  } finally {
    await belfry.stop();
  }
});

test("another site can't act in somebody's name", async ({ belfry }) => {
  const { cookie } = await signInAsProgram(belfry.url, belfry.admin);
  const evil: Record<string, string>[] = [
    { Origin: "https://evil.example" },
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { Origin: "null" },
  ];
  for (const headers of evil) {
    const ask = (method: string, path: string, more: Record<string, string> = {}) =>
      fetch(belfry.url + path, {
        method,
        headers: { cookie, ...headers, ...more },
        body: "{}",
        redirect: "manual",
      }).then(({ status }) => status);
    expect(await ask("DELETE", "/notifications")).toBe(403);
    expect(await ask("POST", "/hub/api/notifications/broadcast", { "Content-Type": "text/plain" })).toBe(403);
    expect(
      await ask("POST", "/settings", { "Next-Action": "0".repeat(42), "Content-Type": "text/plain;charset=UTF-8" }),
    ).toBe(403);
    expect(await ask("POST", "/admin/people", { "Content-Type": "multipart/form-data; boundary=x" })).toBe(400);
  }
});

test("what is refused is in the log, whichever door it came to, and no secret is", async () => {
  const belfry = await startBelfry({ labs: 1, mix: {}, settings: { LOG_LEVEL: "info" } });
  const { host } = new URL(belfry.url);
  try {
    const { cookie } = await signInAsProgram(belfry.url, belfry.admin);
    const made = await belfry.api("POST", "/api/tokens", { name: "weak", scopes: ["notifications"] });
    const { token } = (await made.json()) as { token: string };
    const ask = (path: string, headers: string) =>
      openWire(belfry.url, `${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${headers}\r\n\r\n`).closed;
    // Behind the # Next.js answers, and it alone answers pages.
    for (const door of ["", "#"]) {
      await ask(`GET /api/origins${door}`, `Authorization: Bearer ${token}`);
      await ask(`GET /notifications?q=private${door}`, "Authorization: Bearer blf_guessed");
      await ask(`DELETE /notifications${door}`, `Cookie: ${cookie}\r\nOrigin: https://evil.example`);
    }
    await ask("POST /settings", `Cookie: ${cookie}\r\nNext-Action: ${"0".repeat(42)}\r\nSec-Fetch-Site: cross-site`);
    const lines = () =>
      [...belfry.said().matchAll(/^\{.*"msg":"refused".*$/gm)].map(
        ([line]) => JSON.parse(line) as Record<string, unknown>,
      );
    await expect.poll(() => lines().length).toBe(7);
    const address = "127.0.0.1";
    const twice = [
      { status: 403, method: "GET", route: "/api/origins", address, via: "token", who: "admin" },
      { status: 401, method: "GET", route: "/notifications", address, via: "token" },
      { status: 403, method: "DELETE", route: "/notifications", origin: "https://evil.example", address, via: "session", who: "admin" }, // prettier-ignore
    ];
    const action = {
      status: 403,
      method: "POST",
      route: "/settings",
      site: "cross-site",
      via: "session",
      who: "admin",
    };
    for (const expected of [...twice, ...twice, action])
      expect(lines().filter((line) => Object.entries(expected).every(([key, value]) => line[key] === value)).length)
        .toBe(expected === action ? 1 : 2); // prettier-ignore
    for (const secret of [token, "blf_guessed", "private", cookie.split("belfry-session=")[1] ?? ""])
      expect(belfry.said()).not.toContain(secret);
  } finally {
    await belfry.stop();
  }
});

test("no address leads away from here", async ({ belfry }) => {
  const cookie = (await signInAsProgram(belfry.url, belfry.admin)).cookie;
  for (const path of [
    "//evil.example/",
    "/\\evil.example",
    "//evil.example/%2f..",
    "/sign-in?from=//evil.example",
    "/sign-in?from=https://evil.example",
    "/api/auth/signin?callbackUrl=https://evil.example",
    "/api/auth/signout?callbackUrl=//evil.example",
    "/notifications//evil.example",
  ]) {
    const wire = openWire(
      belfry.url,
      `GET ${path} HTTP/1.1\r\nHost: ${new URL(belfry.url).host}\r\nAccept: text/html\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    );
    const location = /^location: (.*)$/im.exec(await wire.closed)?.[1]?.trim();
    if (location !== undefined) expect(new URL(location, belfry.url).origin, path).toBe(belfry.url);
  }
});

test("a password that is sent where no script runs goes nowhere, and stands in no address", async ({
  belfry,
  browser,
}) => {
  const page = await (await browser.newContext({ baseURL: belfry.url, javaScriptEnabled: false })).newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Username").fill("admin");
  await page.getByLabel("Password").fill("secret-of-mine");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(page.url()).not.toContain("secret-of-mine");
  await page.context().close();
});
