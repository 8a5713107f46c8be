import { eq, sql } from "drizzle-orm";
import { decode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addPerson } from "#db/test/scratch.ts";
import { audit, membership, person } from "#db/schema/index.ts";
import { openRefusal } from "#lib/auth/refusal.ts";
import { scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { instance } from "#lib/instance.ts";
import { parseEnv } from "#lib/env.ts";
import { noteFailure } from "#lib/people/failed-sign-ins.ts";
import { join } from "#lib/origins/join.ts";
import { Browser, origin, refusedAt } from "./test/browser.ts";
import { startIssuer, type Says } from "./test/issuer.ts";

const database = scratchInstance();
let issuer: Awaited<ReturnType<typeof startIssuer>>;
let browser: Browser;

beforeAll(async () => {
  issuer = await startIssuer();
  instance().env = parseEnv({
    NODE_ENV: "test",
    AUTH_URL: origin,
    ...issuer.settings,
    AUTH_GITHUB_ID: "id",
    AUTH_GITHUB_SECRET: "secret of GitHub's",
  });
  await addPerson(database(), "taken");
});
afterAll(() => issuer.close());
beforeEach(() => (browser = new Browser()));

/** Signs in, whatever the issuer says. @returns where it led */
async function arrive(says: Says = {}, from = "/settings"): Promise<string> {
  return browser.next(issuer.back(await browser.begin("oidc", from), says));
}

const people = () =>
  database().db.select({ username: person.username, provider: person.provider, subject: person.subject }).from(person);

describe("signing in", () => {
  it("leads back to what was asked for, with a session that says who, and nothing else", async () => {
    expect(await arrive({ claims: { email: "s@example.org" } })).toBe(`${origin}/settings`);
    expect(await people()).toContainEqual({ username: "sub-s", provider: "oidc", subject: `${issuer.issuer} s` });
    const claims = await decode({ token: browser.session() ?? "", secret: instance().authSecret });
    expect(Object.keys(claims ?? {}).sort()).toEqual([
      "exp",
      "iat",
      "jti",
      "name",
      "personId",
      "sessionId",
      "sessionVersion",
      "sub",
    ]);
    const session = (await (await browser.ask("/api/auth/session")).json()) as object;
    expect(session).toMatchObject({ user: { name: "sub-s" } });
  });

  it("makes a session of its own, whatever cookie was there before", async () => {
    browser.cookies.set(new URL(origin).host, new Map([["belfry-session", "planted"]]));
    await arrive();
    expect(browser.session()).toBeDefined();
    expect(browser.session()).not.toBe("planted");
  });

  it.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "http://belfry.example.evil.example/",
    "\u0000",
    "x",
  ])("never leads on to %j", async (asked) => {
    expect(await arrive({}, asked)).toBe(`${origin}/`);
    const { csrfToken } = (await (await browser.ask("/api/auth/csrf")).json()) as { csrfToken: string };
    for (const address of ["/api/auth/signout", `/api/auth/signout?callbackUrl=${encodeURIComponent(asked)}`]) {
      const led = await browser.copy().next(address, { method: "POST", form: { csrfToken, callbackUrl: asked } });
      expect(new URL(led).origin, address).toBe(origin);
    }
    expect((await browser.ask(`/api/auth/session?callbackUrl=${encodeURIComponent(asked)}`)).status).toBe(200);
    expect(new URL(await browser.next(`/api/auth/signin?callbackUrl=${encodeURIComponent(asked)}`)).origin).toBe(
      origin,
    );
  });

  it("of somebody whose name is taken is refused, and the name stays whose it was", async () => {
    expect(
      await refusedAt(await arrive({ claims: { sub: "s-2" }, userinfo: { sub: "s-2", preferred_username: "taken" } })),
    ).toContain("The name taken belongs to another account here");
    expect(
      await refusedAt(
        await arrive({ claims: { sub: "s-3" }, userinfo: { sub: "s-3", preferred_username: "tak\u200ben" } }),
      ),
    ).toContain("The name taken belongs");
    expect(browser.session()).toBeUndefined();
    expect((await people()).filter(({ username }) => username === "taken")).toEqual([
      { username: "taken", provider: "local", subject: "taken" },
    ]);
  });

  it("of somebody who is refused stands in the audit log as often as a limit allows, and they are told why all the same", async () => {
    const headers = { "x-forwarded-for": "203.0.113.1" };
    const refused = async () =>
      refusedAt(
        await browser.next(
          issuer.back(await browser.begin("oidc"), {
            claims: { sub: "s-2" },
            userinfo: { sub: "s-2", preferred_username: "taken" },
          }),
          { headers },
        ),
      );
    const noted = async () =>
      (
        await database()
          .db.select()
          .from(audit)
          .where(sql`${audit.detail}->>'address' = '203.0.113.1'`)
      ).length;
    for (let n = 0; n < 99; n++)
      await noteFailure(database(), { account: undefined, provider: "oidc", address: "203.0.113.1" });
    for (let n = 0; n < 3; n++) expect(await refused()).toContain("The name taken belongs to another account here");
    expect(await noted()).toBe(100);
  });

  it("takes a verified email where there is no name, and nothing else", async () => {
    const mail = { preferred_username: undefined, email: "mia@example.org" };
    expect(await refusedAt(await arrive({ claims: { sub: "m" }, userinfo: { sub: "m", ...mail } }))).toContain(
      "told no name",
    );
    expect(await arrive({ claims: { sub: "m" }, userinfo: { sub: "m", ...mail, email_verified: true } })).toBe(
      `${origin}/settings`,
    );
    expect(await people()).toContainEqual(expect.objectContaining({ username: "mia@example.org" }));
  });
});

describe("where groups and domains are followed", () => {
  let env: ReturnType<typeof instance>["env"];
  beforeAll(() => {
    ({ env } = instance());
  });
  afterAll(() => {
    instance().env = env;
  });
  const settings = (more: Record<string, string>) => {
    instance().env = parseEnv({ NODE_ENV: "test", AUTH_URL: origin, ...issuer.settings, ...more });
  };
  const as = (sub: string, told: Record<string, unknown>): Says => ({
    claims: { sub },
    userinfo: { sub, preferred_username: sub, ...told },
  });
  const memberships = async (username: string) =>
    (
      await database()
        .db.select({ origin: membership.origin, source: membership.source })
        .from(membership)
        .innerJoin(person, eq(person.id, membership.personId))
        .where(eq(person.username, username))
    )
      .map(({ origin: of, source }) => `${of} ${source}`)
      .sort();

  it("groups become memberships and end with the claim; an admin's stay", async () => {
    settings({ AUTH_OIDC_GROUPS_CLAIM: "roles" });
    await arrive(as("gina", { roles: ["physics", "Not An Origin", "hub", "chess"], groups: ["maths"] }));
    expect(await memberships("gina")).toEqual(["chess oidc", "physics oidc"]);
    const [gina] = await database().db.select().from(person).where(eq(person.username, "gina"));
    await join(database().db, { personId: gina?.id ?? 0, origin: "chess", source: "admin" });
    await arrive(as("gina", { roles: ["physics"] }));
    expect(await memberships("gina")).toEqual(["chess admin", "physics oidc"]);
    await arrive(as("gina", {}));
    expect(await memberships("gina")).toEqual(["chess admin"]);
    const noted = await database().db.select().from(audit).where(eq(audit.actor, "gina")).orderBy(audit.id);
    expect(noted.filter(({ act }) => act.startsWith("member")).map(({ act, via }) => `${act} ${via}`)).toEqual([
      "member.add sign-in",
      "member.add sign-in",
      "member.remove sign-in",
      "member.remove sign-in",
    ]);
  });

  it("memberships of a claim that nobody asks for any more end", async () => {
    settings({ AUTH_OIDC_GROUPS_CLAIM: "groups" });
    await arrive(as("hans", { groups: ["physics"] }));
    expect(await memberships("hans")).toEqual(["physics oidc"]);
    settings({});
    await arrive(as("hans", { groups: ["physics"] }));
    expect(await memberships("hans")).toEqual([]);
  });

  it("who is in no group that is let in gets no account, and who was loses the memberships", async () => {
    settings({
      AUTH_OIDC_GROUPS_CLAIM: "groups",
      AUTH_OIDC_ALLOW_GROUPS: "staff",
      AUTH_OIDC_ALLOW_DOMAINS: "example.org",
    });
    expect(await refusedAt(await arrive(as("iris", { groups: ["guests"] })))).toContain(
      "certain groups, and you are in none",
    );
    expect((await people()).map(({ username }) => username)).not.toContain("iris");
    expect(await arrive(as("iris", { groups: ["staff", "physics"] }))).toBe(`${origin}/settings`);
    expect(await memberships("iris")).toEqual(["physics oidc", "staff oidc"]);
    await refusedAt(await arrive(as("iris", { groups: ["physics"], email: "iris@example.org" })));
    expect(await memberships("iris")).toEqual(["physics oidc"]);
    expect(await arrive(as("iris", { email: "iris@Example.org", email_verified: true }))).toBe(`${origin}/settings`);
  });

  it.each(["true", 1, null])("an email that is verified by %j is not", async (verified) => {
    settings({ AUTH_OIDC_ALLOW_DOMAINS: "example.org" });
    const told = as("jane", { email: "jane@example.org", email_verified: verified });
    expect(await refusedAt(await arrive(told))).toContain("tells jane@example.org, and not that it is yours");
  });
});

describe("an answer that is not right", () => {
  it.each<[string, Says]>([
    ["an id token that is not signed", { signed: "none" }],
    ["an id token signed with our own secret", { signed: "HS256" }],
    ["an id token signed by somebody else", { signed: "stranger" }],
    ["an id token for another client", { claims: { aud: "other" } }],
    ["an id token of another issuer", { claims: { iss: "https://evil.example" } }],
    ["an id token of another sign-in", { claims: { nonce: "other" } }],
    ["an id token without a nonce", { claims: { nonce: undefined } }],
    ["an id token that has expired", { claims: { exp: 1_700_000_000, iat: 1_699_999_000 } }],
    ["userinfo of somebody else", { userinfo: { sub: "other" } }],
    ["a code that was used before", { token: { status: 400, body: { error: "invalid_grant" } } }],
  ])("is refused: %s", async (_, says) => {
    expect(await refusedAt(await arrive(says))).toContain("was interrupted");
    expect(browser.session()).toBeUndefined();
  });

  it("that says our own secret is wrong is told apart from one that fails", async () => {
    expect(await refusedAt(await arrive({ token: { status: 401, body: { error: "invalid_client" } } }))).toContain(
      "is not set up right",
    );
    expect(await refusedAt(await arrive({ token: { status: 503, body: {} } }))).toContain(
      "did not answer as it should",
    );
  });

  it("counts once, in the browser that began it, and for that state alone", async () => {
    const back = issuer.back(await browser.begin("oidc"));
    const [before, exchanges] = [browser.copy(), issuer.exchanges()];
    const wrong = new URL(back);
    for (const state of ["other", ""]) {
      wrong.searchParams.set("state", state);
      expect(await refusedAt(await before.copy().next(wrong.href))).toContain("was interrupted");
    }
    expect(await refusedAt(await new Browser().next(back))).toContain("was interrupted");
    expect(issuer.exchanges()).toBe(exchanges);
    expect(await browser.next(back)).toBe(`${origin}/`);
    expect(await refusedAt(await browser.next(back))).toContain("was interrupted");
    expect(issuer.exchanges()).toBe(exchanges + 1);
  });

  it("that belongs to another provider is not taken", async () => {
    const authorize = new URL(await browser.begin("github"));
    expect(`${authorize.origin}${authorize.pathname}`).toBe("https://github.com/login/oauth/authorize");
    expect([...authorize.searchParams.keys()].sort()).toEqual([
      "client_id",
      "code_challenge",
      "code_challenge_method",
      "redirect_uri",
      "response_type",
      "state",
    ]);
    expect(
      await refusedAt(
        await browser.next(`/api/auth/callback/oidc?code=c&state=${authorize.searchParams.get("state")}`),
      ),
    ).toContain("was interrupted");
  });

  it("that turns somebody away says so, and shows nothing that came along", async () => {
    const denied = await browser.next("/api/auth/callback/oidc?error=access_denied&error_description=%3Cscript%3E");
    expect(await refusedAt(denied)).toContain("You were not let in by single sign-on");
    expect(await refusedAt(await browser.next("/api/auth/callback/oidc?error=server_error"))).toContain(
      "does not work now",
    );
    expect(await openRefusal(instance().authSecret, "made up")).toBeUndefined();
    // A session's cookie is sealed with the same secret and must not open as a refusal, nor the other way round.
    await arrive();
    expect(await openRefusal(instance().authSecret, browser.session() ?? "")).toBeUndefined();
    const refused = new URL(denied).searchParams.get("refused") ?? "";
    expect(await decode({ token: refused, secret: instance().authSecret }).catch(() => null)).toBeNull();
  });
});

describe("an issuer that is away", () => {
  it("is said to be, on our own page", async () => {
    const { env } = instance();
    instance().env = { ...env, AUTH_OIDC_ISSUER: "http://127.0.0.1:9" };
    const led = await browser.begin("oidc", "/settings");
    instance().env = env;
    expect(await refusedAt(led)).toContain("does not work now");
    expect(new URL(led).searchParams.get("from")).toBe("/settings");
  });
});

describe("the endpoints", () => {
  it("answer each person for themselves", async () => {
    const back = issuer.back(await browser.begin("oidc"));
    for (const address of [
      "/sign-in/oidc",
      "/api/auth/csrf",
      "/api/auth/session",
      "/api/auth/callback/oidc?error=access_denied",
      back,
    ]) {
      expect((await browser.ask(address)).headers.get("cache-control"), address).toContain("private, no-cache");
    }
  });

  it("are ours alone, and change nothing for another site", async () => {
    for (const address of [
      "_log",
      "verify-request",
      "callback/bogus",
      "callback/credentials",
      "signin/oidc/x",
      "toString",
    ]) {
      const response = await browser.ask(`/api/auth/${address}`);
      expect([302, 404], address).toContain(response.status);
      expect(await response.text()).not.toContain("NextAuth");
    }
    expect(
      (await browser.ask("/api/auth/_log", { method: "POST", form: { level: "error", code: "forged" } })).status,
    ).toBe(404);
    for (const path of ["signout", "signin/oidc", "callback/credentials"]) {
      expect(
        (
          await browser.ask(`/api/auth/${path}`, {
            method: "POST",
            form: {},
            headers: { "sec-fetch-site": "cross-site" },
          })
        ).status,
        path,
      ).toBe(403);
      const led = await browser.next(`/api/auth/${path}`, { method: "POST", form: {} });
      expect(led, path).toContain(`${origin}/sign-in`);
    }
    const elsewhere = await browser.next("/sign-in/oidc?from=/settings", {});
    expect(new URL(elsewhere).origin).toBe(issuer.issuer);
    expect(
      await new Browser().next("/sign-in/oidc?from=/settings", { headers: { "sec-fetch-site": "cross-site" } }),
    ).toBe(`${origin}/sign-in?from=%2Fsettings`);
  });

  it("take a session away whose rights have ended, and do not prolong it", async () => {
    await arrive();
    await database().db.update(person).set({ sessionVersion: 99 });
    expect(await (await browser.ask("/api/auth/session")).json()).toEqual({});
    expect(browser.session()).toBeUndefined();
    await database().db.update(person).set({ sessionVersion: 1 });
  });
});
