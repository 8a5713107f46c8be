import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { person } from "#db/schema/index.ts";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import { createToken } from "#lib/tokens/create.ts";
import { identifyToken } from "#lib/tokens/identify.ts";
import { createPerson } from "./create-person.ts";
import { disable } from "./disable.ts";
import { enable } from "./enable.ts";
import { sessionPerson } from "./person.ts";
import { provisionAccount } from "./provision-account.ts";
import { setRole } from "./set-role.ts";
import { listTokensOf } from "#lib/tokens/list-of.ts";
import { accounts } from "./test/accounts.ts";

const database = scratchDatabase();
const { found, ctxOf, admin, sessionOf, signIn } = accounts(database);

describe("a role", () => {
  it("ends sessions when it changes, and only then", async () => {
    const ctx = await admin("roles");
    const id = await addPerson(database(), "nina");
    const session = await sessionOf(id);
    await setRole(ctx, { personId: id, role: "member" });
    expect(await sessionPerson(ctx, session)).toBeDefined();
    await setRole(ctx, { personId: id, role: "admin" });
    expect(await sessionPerson(ctx, session)).toBeUndefined();
    expect(await found(id)).toMatchObject({ role: "admin" });
    await setRole(ctx, { personId: id, role: "member" });
  });

  it("is not one's own to change, and not ours when a hub decides it", async () => {
    const ctx = await admin("roles-2");
    await expect(setRole(ctx, { personId: ctx.actor.personId, role: "member" })).rejects.toMatchObject({
      code: "conflict",
    });
    const id = await addPerson(database(), "hubert", { provider: "jupyterhub" });
    await expect(setRole(ctx, { personId: id, role: "admin" })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("hub") as unknown,
    });
  });

  it("of one of the hub's admins can be taken here, stays taken, and can be given back here alone", async () => {
    const ctx = await admin("roles-4");
    const vouched = { provider: "jupyterhub", subject: "hugo", username: "hugo", role: "admin" as const };
    const { id } = await provisionAccount(ctx, vouched);
    const { token } = await createToken(await ctxOf(id), { name: "script", scopes: ["notifications", "broadcast"] });
    await setRole(ctx, { personId: id, role: "member" });
    expect(await provisionAccount(ctx, vouched)).toMatchObject({ id, role: "member" });
    expect((await identifyToken(ctx, token))?.scopes).toEqual(["notifications"]);
    await setRole(ctx, { personId: id, role: "admin" });
    expect(await provisionAccount(ctx, vouched)).toMatchObject({ id, role: "admin" });
    expect(await provisionAccount(ctx, { ...vouched, role: "member" })).toMatchObject({ role: "member" });
    await expect(setRole(ctx, { personId: id, role: "admin" })).rejects.toMatchObject({ code: "conflict" });
  });

  it("tells the person's streams", async () => {
    const ctx = await admin("roles-3");
    const id = await addPerson(database(), "olga");
    const heard = Promise.withResolvers<string>();
    const listening = await database().sql.listen("belfry", (topic) => heard.resolve(topic));
    await setRole(ctx, { personId: id, role: "admin" });
    expect(await heard.promise).toBe(`rights ${id}`);
    await listening.unlisten();
    await setRole(ctx, { personId: id, role: "member" });
  });
});

describe("the last admin", () => {
  const onlyAdmins = async (...names: string[]) => {
    await database().db.update(person).set({ role: "member" });
    return Promise.all(names.map((name) => admin(name)));
  };
  const enabledAdmins = async () =>
    (await database().db.select().from(person).where(eq(person.role, "admin"))).filter(
      ({ disabledAt }) => disabledAt === null,
    );

  it("stays, when nobody is left but a disabled one", async () => {
    const [ctx, other] = await onlyAdmins("last-1", "last-2");
    if (!ctx || !other) throw new Error("two admins were made");
    await disable(ctx, { personId: other.actor.personId });
    await expect(setRole(other, { personId: ctx.actor.personId, role: "member" })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("last admin") as unknown,
    });
    await expect(disable(other, { personId: ctx.actor.personId })).rejects.toMatchObject({ code: "conflict" });
    await enable(ctx, { personId: other.actor.personId });
    await disable(other, { personId: ctx.actor.personId });
    expect(await enabledAdmins()).toMatchObject([{ username: "last-2" }]);
  });

  it("stays, when two demote or disable each other at once", async () => {
    for (let round = 0; round < 15; round++) {
      const [one, two] = await onlyAdmins(`left-${round}`, `right-${round}`);
      if (!one || !two) throw new Error("two admins were made");
      const outcomes = await Promise.allSettled([
        setRole(one, { personId: two.actor.personId, role: "member" }),
        round % 2
          ? setRole(two, { personId: one.actor.personId, role: "member" })
          : disable(two, { personId: one.actor.personId }),
      ]);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await enabledAdmins()).toHaveLength(1);
    }
  });
});

describe("a disabled account", () => {
  it("is kept out by every door, and let in again as it was", async () => {
    const ctx = await admin("disabler");
    const { id, password = "" } = await createPerson(ctx, { username: "pia", role: "member" });
    const { token } = await createToken(await ctxOf(id), { name: "script", scopes: ["notifications"] });
    const session = await sessionOf(id);
    await disable(ctx, { personId: id });
    expect(await signIn("pia", password)).toBeUndefined();
    expect(await identifyToken(ctx, token)).toBeUndefined();
    expect(await sessionPerson(ctx, session)).toBeUndefined();
    await enable(ctx, { personId: id });
    expect(await signIn("pia", password)).toMatchObject({ id });
    expect(await identifyToken(ctx, token)).toBeUndefined();
    expect(await listTokensOf(ctx, { username: "pia" })).toEqual([]);
    expect(await sessionPerson(ctx, session)).toBeUndefined();
  });

  it("is never one's own", async () => {
    const ctx = await admin("disabler-2");
    await expect(disable(ctx, { personId: ctx.actor.personId })).rejects.toMatchObject({ code: "conflict" });
  });
});
