import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { apiToken, audit, membership, person } from "#db/schema/index.ts";
import { addPerson } from "#db/test/scratch.ts";
import { followHub } from "#lib/origins/follow-hub.ts";
import { parseEnv } from "#lib/env.ts";
import { scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { instance, systemCtx } from "#lib/instance.ts";
import { createHubClient } from "#lib/jupyterhub/client.ts";
import { followGroups } from "#lib/origins/take-in.ts";
import { provisionAccount } from "#lib/people/provision-account.ts";
import { actorOf, sessionPerson } from "#lib/people/person.ts";
import { createToken } from "#lib/tokens/create.ts";
import { keepFixedToken } from "#lib/tokens/fixed.ts";
import { identifyToken } from "#lib/tokens/identify.ts";
import { startSimulatedHub, type SimulatedHub } from "#scripts/simulated-hub/index.ts";

const database = scratchInstance();
let hub: SimulatedHub;

beforeAll(async () => {
  hub = await startSimulatedHub({ labs: 4, pageLimit: 2 });
  const { apiUrl, apiToken } = hub;
  instance().env = parseEnv({ NODE_ENV: "test", JUPYTERHUB_API_URL: apiUrl, JUPYTERHUB_API_TOKEN: apiToken });
  instance().hub = createHubClient({ apiUrl, apiToken, timeoutMs: 2000 });
  await addPerson(database(), "keeper", { role: "admin" });
});
afterAll(async () => {
  instance().hub?.close();
  await hub.close();
});
beforeEach(() => hub.setHub({ mode: "up", scopes: ["list:users", "read:servers", "tokens"] }));

/** Somebody who came through the hub, with a session and a token of all their scopes. */
async function comes(username: string, admin: boolean) {
  const ctx = systemCtx(instance());
  hub.setUser({ username, admin, gone: false });
  const role = admin ? "admin" : "member";
  const found = await provisionAccount(ctx, { provider: "jupyterhub", subject: username, username, role });
  const actor = actorOf(found, "session");
  const { token } = await createToken({ ...ctx, actor }, { name: "script", scopes: [...actor.scopes] });
  const session = { personId: found.id, sessionVersion: found.sessionVersion };
  return {
    id: found.id,
    token,
    scopes: async () => (await identifyToken(ctx, token))?.scopes,
    signedIn: async () => (await sessionPerson(ctx, session)) !== undefined,
    role: async () => (await ctx.db.select().from(person).where(eq(person.id, found.id)))[0]?.role,
  };
}

const all = ["notifications", "publish", "broadcast", "admin"];

describe("whoever came through a hub", () => {
  it("is no admin here once they are none there: their session ends, their tokens shrink", async () => {
    const [ann, ben] = [await comes("ann", true), await comes("ben", true)];
    await followHub(instance());
    expect([await ann.signedIn(), await ann.scopes()]).toEqual([true, all]);
    hub.setUser({ username: "ann", admin: false });
    await followHub(instance());
    expect([await ann.role(), await ann.signedIn(), await ann.scopes()]).toEqual(["member", false, ["notifications"]]);
    expect([await ben.role(), await ben.signedIn(), await ben.scopes()]).toEqual(["admin", true, all]);
    const noted = await database()
      .db.select()
      .from(audit)
      .where(and(eq(audit.act, "account.role"), eq(audit.actor, "ann")));
    expect(noted).toMatchObject([{ via: "hub", subject: "ann", detail: { to: "member" } }]);
  });

  it.each([true, false])("is out once they are gone there, with tokens and groups (an admin: %s)", async (admin) => {
    const name = `cleo-${admin}`;
    const cleo = await comes(name, admin);
    const ctx = systemCtx(instance());
    await followGroups(ctx, { personId: cleo.id, username: name, groups: ["physics"] });
    hub.setUser({ username: name, gone: true });
    await followHub(instance());
    await followHub(instance());
    expect([await cleo.role(), await cleo.signedIn(), await cleo.scopes()]).toEqual(["member", false, undefined]);
    expect(await ctx.db.select().from(membership).where(eq(membership.personId, cleo.id))).toEqual([]);
    expect(await ctx.db.select().from(apiToken).where(eq(apiToken.personId, cleo.id))).toEqual([]);
    const noted = await ctx.db.select().from(audit).where(eq(audit.actorId, cleo.id)).orderBy(audit.id);
    expect(noted.filter(({ act }) => act === "account.gone" || act === "token.revoke")).toMatchObject([
      { act: "account.gone", via: "hub" },
      { act: "token.revoke", via: "hub", subject: "script" },
    ]);
    // Whoever comes again is let in again.
    const again = await comes(name, admin);
    expect([again.id, await again.signedIn()]).toEqual([cleo.id, true]);
    await followHub(instance());
    expect(await again.signedIn()).toBe(true);
  });

  it.each(["down", "429"] as const)(
    "stays as they are while the hub is %s",
    async (mode) => {
      const dan = await comes(`dan-${mode}`, true);
      hub.setUser({ username: `dan-${mode}`, gone: true });
      hub.setHub({ mode });
      await followHub(instance());
      expect([await dan.signedIn(), await dan.scopes()]).toEqual([true, all]);
    },
    30_000,
  );

  it("is not taken for gone where the service may not see everybody", async () => {
    const eve = await comes("eve", true);
    hub.setUser({ username: "eve", gone: true });
    hub.setHub({ scopes: ["list:users!group=lab", "read:users:name", "read:servers", "tokens"] });
    await followHub(instance());
    expect([await eve.signedIn(), await eve.scopes()]).toEqual([true, all]);
    hub.setUser({ username: "eve", gone: false, admin: true });
  });
});

it("the token from the environment acts as another admin when its own is one no more", async () => {
  const ctx = systemCtx(instance());
  const token = "blf_0123456789abcdefghij";
  const fay = await comes("fay", true);
  await ctx.db.update(person).set({ role: "member" }).where(eq(person.username, "keeper"));
  await ctx.db.update(person).set({ role: "member" }).where(eq(person.username, "ben"));
  await ctx.db.update(person).set({ role: "member" }).where(eq(person.provider, "jupyterhub"));
  await ctx.db.update(person).set({ role: "admin" }).where(eq(person.id, fay.id));
  await keepFixedToken(ctx, token);
  expect(await identifyToken(ctx, token)).toMatchObject({ username: "fay" });
  await ctx.db.update(person).set({ role: "admin" }).where(eq(person.username, "keeper"));
  instance().env = { ...instance().env, ADMIN_TOKEN: token };
  hub.setUser({ username: "fay", gone: true });
  await followHub(instance());
  expect(await identifyToken(ctx, token)).toMatchObject({ username: "keeper", scopes: all });
});
