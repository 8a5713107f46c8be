import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addPerson } from "#db/test/scratch.ts";
import { audit, membership, person } from "#db/schema/index.ts";
import { identifyHubToken } from "#lib/auth/hub-token.ts";
import { parseEnv } from "#lib/env.ts";
import { scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { instance, systemCtx } from "#lib/instance.ts";
import { createHubClient } from "#lib/jupyterhub/client.ts";
import { join } from "#lib/origins/join.ts";
import { startSimulatedHub, type SimulatedHub } from "#scripts/simulated-hub/index.ts";
import { Browser, origin, refusedAt } from "./test/browser.ts";

const database = scratchInstance();
let hub: SimulatedHub;
let browser: Browser;

beforeAll(async () => {
  hub = await startSimulatedHub({ labs: 2, version: "6.0.0" });
  const { apiUrl, apiToken, clientId } = hub;
  hub.setHub({ redirectUri: `${origin}/api/auth/callback/jupyterhub` });
  instance().env = parseEnv({
    NODE_ENV: "test",
    AUTH_URL: origin,
    JUPYTERHUB_API_URL: apiUrl,
    JUPYTERHUB_API_TOKEN: apiToken,
    JUPYTERHUB_CLIENT_ID: clientId,
    JUPYTERHUB_PUBLIC_URL: hub.url,
  });
  instance().hub = createHubClient({ apiUrl, apiToken, timeoutMs: 1000 });
  await addPerson(database(), "admin", { role: "admin" });
});
afterAll(async () => {
  instance().hub?.close();
  await hub.close();
});
beforeEach(() => (browser = new Browser()));

/** Logs in at the hub and lets it send the browser back. @returns the way back, with its code */
async function fromHub(username: string): Promise<string> {
  const login = await browser.next(await browser.begin("jupyterhub", "/settings"));
  expect(new URL(login).pathname).toBe("/hub/login");
  return browser.next(await browser.next(login, { method: "POST", form: { username, password: "any" } }));
}

const throughHub = async (username: string) => browser.next(await fromHub(username));

const named = async (username: string) =>
  (await database().db.select().from(person).where(eq(person.username, username)))[0];
const lastNoted = async () => (await database().db.select().from(audit).orderBy(desc(audit.id)).limit(1))[0];
const memberships = async (personId = 0) =>
  (
    await database()
      .db.select({ origin: membership.origin, source: membership.source })
      .from(membership)
      .where(eq(membership.personId, personId))
  )
    .map(({ origin: of, source }) => `${of} ${source}`)
    .sort();

describe("through a hub", () => {
  it("somebody is the same person as with a token of theirs", async () => {
    expect(await throughHub("bob")).toBe(`${origin}/settings`);
    const bob = await named("bob");
    expect(bob).toMatchObject({ provider: "jupyterhub", subject: "bob", role: "member" });
    expect(await identifyHubToken(instance(), hub.member.token, "")).toMatchObject({
      personId: bob?.id,
      username: "bob",
      role: "member",
    });
  });

  it("the admin flag is taken over at each sign-in; sessions of before end with it", async () => {
    hub.setUser({ username: "carla", admin: true });
    await throughHub("carla");
    expect(await named("carla")).toMatchObject({ role: "admin" });
    const before = browser.copy();
    hub.setUser({ username: "carla", admin: false });
    browser = new Browser();
    await throughHub("carla");
    expect(await named("carla")).toMatchObject({ role: "member" });
    expect(await browser.isSignedIn()).toBe(true);
    browser = before;
    expect(await browser.isSignedIn()).toBe(false);
  });

  it("groups become memberships and end with the group; an admin's stay", async () => {
    hub.setUser({ username: "dora", groups: ["physics", "Not An Origin", "hub", "chess"] });
    await throughHub("dora");
    const dora = await named("dora");
    expect(await memberships(dora?.id)).toEqual(["chess hub", "physics hub"]);
    await join(systemCtx(instance()).db, { personId: dora?.id ?? 0, origin: "chess", source: "admin" });
    hub.setUser({ username: "dora", groups: ["maths"] });
    browser = new Browser();
    await throughHub("dora");
    expect(await memberships(dora?.id)).toEqual(["chess admin", "maths hub"]);
    const noted = await database().db.select().from(audit).where(eq(audit.actor, "dora")).orderBy(audit.id);
    const signedIn = ["sign-in.succeeded sign-in", null, undefined];
    expect(noted.map(({ act, via, subject, detail }) => [`${act} ${via}`, subject, detail["origin"]])).toEqual([
      ["account.create hub", "dora", undefined],
      ["member.add hub", "dora", "physics"],
      ["member.add hub", "dora", "chess"],
      signedIn,
      ["member.add hub", "dora", "maths"],
      ["member.remove hub", "dora", "chess"],
      ["member.remove hub", "dora", "physics"],
      signedIn,
    ]);
  });

  it("a user named like a local account is refused and gets nothing of it", async () => {
    hub.setUser({ username: "admin", admin: true });
    expect(await refusedAt(await throughHub("admin"))).toContain("The name admin belongs to another account here");
    expect(await browser.isSignedIn()).toBe(false);
    expect(await named("admin")).toMatchObject({ provider: "local" });
    expect(await lastNoted()).toMatchObject({
      act: "sign-in.failed",
      actorId: null,
      detail: { provider: "jupyterhub" },
    });
  });

  it.each([
    ["Ann Lee", "Ann-Lee"],
    ["王芳", "王芳"],
    ["UPPER", "UPPER"],
    ["o'neil@x", "o'neil@x"],
  ])("a user named %j is %j here", async (name, username) => {
    hub.setUser({ username: name });
    expect(await throughHub(name)).toBe(`${origin}/settings`);
    expect(await named(username)).toMatchObject({ subject: name });
  });

  it("an account that is disabled stays out", async () => {
    await throughHub("bob");
    await database().db.update(person).set({ disabledAt: new Date() }).where(eq(person.username, "bob"));
    expect(await browser.isSignedIn()).toBe(false);
    browser = new Browser();
    expect(await refusedAt(await throughHub("bob"))).toContain("The account bob is disabled.");
    expect(await lastNoted()).toMatchObject({ act: "sign-in.failed", actor: "bob", actorId: (await named("bob"))?.id });
    await database().db.update(person).set({ disabledAt: null }).where(eq(person.username, "bob"));
  });

  it("a user who may not use the service stays at the hub, which says so", async () => {
    hub.setHub({ kept: ["bob"] });
    const login = await browser.next(await browser.begin("jupyterhub"));
    const authorize = await browser.next(login, { method: "POST", form: { username: "bob", password: "any" } });
    expect((await browser.ask(authorize)).status).toBe(403);
    hub.setHub({ kept: [] });
  });

  it.each(["down", "hung"] as const)("a hub that is %s meanwhile is said to be", async (mode) => {
    const back = await fromHub("bob");
    hub.setHub({ mode });
    expect(await refusedAt(await browser.next(back))).toContain("Signing in with JupyterHub does not work now");
    hub.setHub({ mode: "up" });
    expect(await browser.isSignedIn()).toBe(false);
  });

  it("a code counts once, and a verifier is asked for", async () => {
    const back = await fromHub("bob");
    const other = browser.copy();
    expect(await browser.next(back)).toBe(`${origin}/settings`);
    browser = other;
    expect(await refusedAt(await browser.next(back))).toContain("was interrupted");
    browser = new Browser();
    const login = await browser.next(await browser.begin("jupyterhub"));
    const authorize = new URL(
      await browser.next(login, { method: "POST", form: { username: "bob", password: "any" } }),
    );
    authorize.searchParams.set("code_challenge", "another browser's");
    expect(await refusedAt(await browser.next(await browser.next(authorize.href)))).toContain("was interrupted");
  });

  it("a token for a lab or for another service does not act for its user", async () => {
    const minted = async (scopes: string[]) => {
      const answer = await fetch(`${hub.apiUrl}/users/bob/tokens`, {
        method: "POST",
        headers: { authorization: `token ${hub.admin.token}` },
        body: JSON.stringify({ scopes, expires_in: 60 }),
      });
      return ((await answer.json()) as { token: string }).token;
    };
    hub.setUser({ username: "bob", admin: true });
    expect(await identifyHubToken(instance(), await minted(["access:servers!server=bob/"]), "")).toBeUndefined();
    expect(await identifyHubToken(instance(), await minted(["access:services!service=other"]), "")).toBeUndefined();
    expect(await identifyHubToken(instance(), await minted(["access:services!service=belfry"]), "")).toMatchObject({
      username: "bob",
    });
    hub.setUser({ username: "bob", admin: false });
  });
});
