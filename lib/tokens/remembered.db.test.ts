import { beforeAll, describe, expect, it } from "vitest";
import { apiToken } from "#db/schema/index.ts";
import { scratchDatabase } from "#db/test/scratch.ts";
import { busesOn } from "#lib/bus/committed.ts";
import { twoInstances } from "#lib/bus/test/two-instances.ts";
import type { Actor, Ctx } from "#lib/ctx.ts";
import { newPerson } from "#lib/inbox/test/person.ts";
import { disable } from "#lib/people/disable.ts";
import { endSession } from "#lib/people/end-session.ts";
import { sessionPerson } from "#lib/people/person.ts";
import { rename } from "#lib/people/rename.ts";
import { setRole } from "#lib/people/set-role.ts";
import { createToken } from "./create.ts";
import { identifyToken } from "./identify.ts";
import { revokeToken } from "./revoke.ts";

const scratch = scratchDatabase();
const instance = twoInstances(() => scratch().url);
let admin: Ctx;
beforeAll(async () => {
  admin = await newPerson(scratch(), { role: "admin" });
});

const dbOf = (n: number) => instance(n).database.db;
const at = (n: number, ctx: Ctx): Ctx => ({ ...ctx, db: dbOf(n) });

/** Somebody whose token and session both instances remember. */
async function newBearer() {
  const ctx = await newPerson(scratch());
  const keeper: Ctx = { ...ctx, actor: { ...ctx.actor, role: "admin", scopes: ["admin"] } };
  const { id, token } = await createToken(keeper, { name: "test", scopes: ["notifications", "broadcast"] });
  const session = { personId: ctx.actor.personId, sessionVersion: 1, sessionId: `session of ${ctx.actor.username}` };
  const who = (instance: number): Promise<Actor | undefined> => identifyToken({ db: dbOf(instance) }, token);
  const signedIn = (instance: number) => sessionPerson({ db: dbOf(instance) }, session);
  for (const instance of [0, 1]) {
    await expect.poll(() => [...busesOn(dbOf(instance))].some((bus) => bus.isCurrent()), { interval: 5 }).toBe(true);
    expect(await who(instance)).toMatchObject({ username: ctx.actor.username, scopes: ["notifications"] });
    expect(await signedIn(instance)).toMatchObject({ username: ctx.actor.username });
  }
  return { ctx, id, session, who, signedIn };
}

describe("who was remembered", () => {
  it("is known again without a look-up while nothing is announced", async () => {
    const { ctx, id, who } = await newBearer();
    const { token: other } = await createToken(
      { ...ctx, actor: { ...ctx.actor, role: "admin", scopes: ["admin"] } },
      { name: "other", scopes: ["notifications"] },
    );
    // By hand, so nobody hears of it.
    await scratch().db.delete(apiToken);
    await expect
      .poll(async () => (await who(0)) ?? (await who(1)), { interval: 5 })
      .toMatchObject({
        username: ctx.actor.username,
        credential: String(id),
      });
    expect(await identifyToken({ db: dbOf(0) }, other)).toBeUndefined();
  });

  it("is nobody once the token is revoked: at once here, soon elsewhere", async () => {
    const { ctx, id, who } = await newBearer();
    await revokeToken(at(0, ctx), { id });
    expect(await who(0)).toBeUndefined();
    await expect.poll(() => who(1)).toBeUndefined();
  });

  it("is nobody once the account is disabled", async () => {
    const { ctx, who, signedIn } = await newBearer();
    await disable(at(1, admin), { personId: ctx.actor.personId });
    expect(await who(1)).toBeUndefined();
    expect(await signedIn(1)).toBeUndefined();
    await expect.poll(async () => (await who(0)) ?? (await signedIn(0))).toBeUndefined();
  });

  it("is nobody once they signed out, but for their token", async () => {
    const { ctx, session, who, signedIn } = await newBearer();
    await endSession(at(0, ctx), { ...session, expiresAt: new Date(Date.now() + 60_000) });
    expect(await signedIn(0)).toBeUndefined();
    await expect.poll(() => signedIn(1)).toBeUndefined();
    expect(await who(0)).toMatchObject({ username: ctx.actor.username });
  });

  it("has the new role and the new name", async () => {
    const { ctx, who, signedIn } = await newBearer();
    const { personId, username } = ctx.actor;
    await setRole(at(0, admin), { personId, role: "admin" });
    expect(await who(0)).toMatchObject({ role: "admin", scopes: ["notifications", "broadcast"] });
    expect(await signedIn(0)).toBeUndefined();
    await expect.poll(async () => (await who(1))?.role).toBe("admin");
    await rename(at(1, admin), { personId, username: `${username}-renamed` });
    expect(await who(1)).toMatchObject({ username: `${username}-renamed` });
    await expect.poll(async () => (await who(0))?.username).toBe(`${username}-renamed`);
  });

  it("is nobody once the token has expired", async () => {
    const { ctx } = await newBearer();
    const { token } = await createToken(
      { ...ctx, actor: { ...ctx.actor, role: "admin", scopes: ["admin"] } },
      { name: "short", scopes: ["notifications"], expiresAt: new Date(Date.now() + 5000) },
    );
    expect(await identifyToken({ db: dbOf(0) }, token)).toMatchObject({ username: ctx.actor.username });
    await expect.poll(() => identifyToken({ db: dbOf(0) }, token), { interval: 10 }).toBeUndefined();
  });
});
