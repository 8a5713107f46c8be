import { afterEach, describe, expect, test, vi } from "vitest";

const origin = "https://hub.example.org";

/** Both, as an application at this base path has them. */
async function mounted(basePath: string) {
  vi.stubEnv("BASE_PATH", basePath);
  vi.resetModules();
  const [{ returnTo }, { signInCookies }] = await Promise.all([import("./return-to.ts"), import("./cookie.ts")]);
  return { returnTo, signInCookies };
}

afterEach(() => vi.unstubAllEnvs());

describe("the way back", () => {
  test.each([
    ["", "/settings", "/settings"],
    ["", `${origin}/a?b=c#d`, "/a?b=c#d"],
    ["", "https://evil.example/", "/"],
    ["", "//evil.example/", "/"],
    ["", "/\\evil.example/", "/"],
    ["", "javascript:alert(1)", "/"],
    ["", "https://hub.example.org@evil.example/", "/"],
    ["", undefined, "/"],
    ["/services/belfry", "/services/belfry", "/services/belfry"],
    ["/services/belfry", "/services/belfry/settings", "/services/belfry/settings"],
    // The host is others' too there: a lab's page is no page of ours.
    ["/services/belfry", "/user/mallory/lab", "/services/belfry/"],
    ["/services/belfry", "/services/belfry-too/", "/services/belfry/"],
    ["/services/belfry", "/services/belfry/../../user/mallory", "/services/belfry/"],
    ["/services/belfry", undefined, "/services/belfry/"],
  ])("below %j, asked for %j, is %j", async (basePath, asked, path) => {
    const { returnTo } = await mounted(basePath);
    expect(returnTo(origin, asked)).toBe(origin + path);
  });
});

describe("cookies", () => {
  test.each([
    ["", "https://belfry.example.org", "__Host-belfry-session", "/"],
    ["", undefined, "belfry-session", "/"],
    ["/services/belfry", "https://hub.example.org", "__Secure-belfry-session", "/services/belfry"],
    ["/services/belfry", "http://127.0.0.1:8000", "belfry-session", "/services/belfry"],
  ])("below %j at %s, the session's is %s for %s", async (basePath, AUTH_URL, name, path) => {
    const { signInCookies } = await mounted(basePath);
    const cookies = signInCookies({ AUTH_URL });
    expect(cookies.sessionToken).toMatchObject({
      name,
      options: { httpOnly: true, sameSite: "lax", path, secure: AUTH_URL?.startsWith("https:") ?? false },
    });
    for (const { options } of Object.values(cookies)) expect(options).toMatchObject({ httpOnly: true, path });
  });
});
