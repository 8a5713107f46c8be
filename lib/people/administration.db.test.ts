import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { person } from "#db/schema/index.ts";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import type { Actor, Ctx } from "#lib/ctx.ts";
import { createLog } from "#lib/log.ts";
import { addMember } from "#lib/origins/add-member.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { createToken } from "#lib/tokens/create.ts";
import { identifyToken } from "#lib/tokens/identify.ts";
import { admit } from "./admit.ts";
import { authenticate } from "./authenticate.ts";
import { changePassword } from "./change-password.ts";
import { createPerson } from "./create-person.ts";
import { disable } from "./disable.ts";
import { enable } from "./enable.ts";
import { listPeople } from "./list-people.ts";
import { actorOf, personColumns, sessionPerson, type Person } from "./person.ts";
import { rename } from "./rename.ts";
import { resetPassword } from "./reset-password.ts";
import { setRole } from "./set-role.ts";
import { suggestPeople } from "./suggest-people.ts";

const database = scratchDatabase();
const now = () => new Date("2026-11-22T12:00:30Z");
const log = createLog("silent");
const as = (actor: Actor): Ctx => ({ db: database().db, now, log, actor });

const found = async (id: number): Promise<Person> => {
  const [row] = await database().db.select(personColumns).from(person).where(eq(person.id, id));
  if (!row) throw new Error(`no person ${id}`);
  return row;
};
const ctxOf = async (id: number) => as(actorOf(await found(id), "session"));
const admin = async (name: string) => ctxOf(await addPerson(database(), name, { role: "admin" }));
const sessionOf = async (id: number) => ({ personId: id, sessionVersion: (await found(id)).sessionVersion });
const signIn = (username: string, password: string) => authenticate(database(), { username, password, address: "127.0.0.1" });

describe("a local account that an admin makes", () => {
  it("signs in with the password that was made up", async () => {
    const ctx = await admin("maker");
    const { id, password = "" } = await createPerson(ctx, { username: "ann", role: "member" });
    expect(password).toMatch(/^[\w-]{16}$/);
    expect(await signIn("ann", password)).toMatchObject({ id, username: "ann", role: "member", provider: "local" });
    expect(await createPerson(ctx, { username: "bea", role: "admin", password: "chosen here" })).toEqual({ id: expect.any(Number) as unknown });
    expect(await signIn("bea", "chosen here")).toMatchObject({ role: "admin" });
  });

  it("never takes a name over, whoever vouches for it", async () => {
    const ctx = await admin("maker-2");
    await addPerson(database(), "grace", { provider: "jupyterhub" });
    await expect(createPerson(ctx, { username: "grace", role: "member" })).rejects.toMatchObject({ code: "conflict", errors: [{ path: "username" }] });
  });
});

describe("a rename", () => {
  it("makes way for somebody of another provider, and changes hands of nothing but the name", async () => {
    const ctx = await admin("renamer");
    const { id, password = "" } = await createPerson(ctx, { username: "kim", role: "member" });
    const session = await sessionOf(id);
    const [before] = await database().db.select().from(person).where(eq(person.id, id));
    await expect(admit(ctx, { provider: "jupyterhub", subject: "kim", username: "kim" })).rejects.toMatchObject({ code: "forbidden" });

    await rename(ctx, { personId: id, username: "kim-local" });
    expect(await admit(ctx, { provider: "jupyterhub", subject: "kim", username: "kim" })).toMatchObject({ provider: "jupyterhub", username: "kim" });
    expect(await signIn("kim-local", password)).toMatchObject({ id });
    expect(await signIn("kim", password)).toBeUndefined();
    expect(await sessionPerson(ctx, session)).toMatchObject({ username: "kim-local" });
    expect((await database().db.select().from(person).where(eq(person.id, id)))[0]).toEqual({ ...before, username: "kim-local" });
  });

  it("leaves a name's next owner another inbox", async () => {
    const ctx = await admin("renamer-2");
    const first = await createPerson(ctx, { username: "lee", role: "member" });
    await rename(ctx, { personId: first.id, username: "lee-1" });
    const second = await createPerson(ctx, { username: "lee", role: "member" });
    const { people } = await listPeople(ctx, { find: "lee", show: "all", offset: 0, limit: 10 });
    expect(people.map(({ id }) => id).sort()).toEqual([first.id, second.id]);
    expect(new Set(people.map(({ subject }) => subject)).size).toBe(2);
  });

  it("is refused for a name that is taken, and for nobody", async () => {
    const ctx = await admin("renamer-3");
    const id = await addPerson(database(), "mia");
    await expect(rename(ctx, { personId: id, username: "renamer-3" })).rejects.toMatchObject({ code: "conflict", errors: [{ path: "username" }] });
    await expect(rename(ctx, { personId: 4711, username: "free" })).rejects.toMatchObject({ code: "not-found" });
  });
});

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
    await expect(setRole(ctx, { personId: ctx.actor.personId, role: "member" })).rejects.toMatchObject({ code: "conflict" });
    const id = await addPerson(database(), "hubert", { provider: "jupyterhub" });
    await expect(setRole(ctx, { personId: id, role: "admin" })).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("hub") as unknown });
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
  const enabledAdmins = async () => (await database().db.select().from(person).where(eq(person.role, "admin"))).filter(({ disabledAt }) => disabledAt === null);

  it("stays, when nobody is left but a disabled one", async () => {
    const [ctx, other] = await onlyAdmins("last-1", "last-2");
    if (!ctx || !other) throw new Error("two admins were made");
    await disable(ctx, { personId: other.actor.personId });
    await expect(setRole(other, { personId: ctx.actor.personId, role: "member" })).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("last admin") as unknown });
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
        round % 2 ? setRole(two, { personId: one.actor.personId, role: "member" }) : disable(two, { personId: one.actor.personId }),
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
    expect(await identifyToken(ctx, token)).toMatchObject({ personId: id });
    expect(await sessionPerson(ctx, session)).toBeUndefined();
  });

  it("is never one's own", async () => {
    const ctx = await admin("disabler-2");
    await expect(disable(ctx, { personId: ctx.actor.personId })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a password", () => {
  it("is changed by who knows the old one; sessions end, and the new one fits", async () => {
    const { id } = await createPerson(await admin("passwords"), { username: "quinn", role: "member", password: "the old one" });
    const ctx = await ctxOf(id);
    const session = await sessionOf(id);
    await expect(changePassword(ctx, { current: "not it", password: "the new one" })).rejects.toMatchObject({ code: "bad-input", errors: [{ path: "current" }] });
    expect(await sessionPerson(ctx, session)).toBeDefined();
    const renewed = await changePassword(ctx, { current: "the old one", password: "the new one" });
    expect(await sessionPerson(ctx, session)).toBeUndefined();
    expect(await sessionPerson(ctx, { personId: id, sessionVersion: renewed.sessionVersion })).toMatchObject({ username: "quinn" });
    expect(await signIn("quinn", "the old one")).toBeUndefined();
    expect(await signIn("quinn", "the new one")).toMatchObject({ id });
  });

  it("can't be guessed through a session", async () => {
    const { id } = await createPerson(await admin("passwords-2"), { username: "rosa", role: "member", password: "rosa's own" });
    const ctx = await ctxOf(id);
    for (let attempt = 0; attempt < 10; attempt++) {
      await expect(changePassword(ctx, { current: `guess ${attempt}`, password: "the new one" })).rejects.toMatchObject({ code: "bad-input" });
    }
    await expect(changePassword(ctx, { current: "rosa's own", password: "the new one" })).rejects.toMatchObject({ code: "too-many" });
  });

  it("is reset by an admin, for others' local accounts alone", async () => {
    const ctx = await admin("passwords-3");
    const { id } = await createPerson(ctx, { username: "sam", role: "member", password: "forgotten" });
    const session = await sessionOf(id);
    const madeUp = (await resetPassword(ctx, { personId: id })) ?? "";
    expect(await sessionPerson(ctx, session)).toBeUndefined();
    expect(await signIn("sam", madeUp)).toMatchObject({ id });
    expect(await resetPassword(ctx, { personId: id, password: "chosen here" })).toBeUndefined();
    expect(await signIn("sam", "chosen here")).toMatchObject({ id });
    await expect(resetPassword(ctx, { personId: ctx.actor.personId })).rejects.toMatchObject({ code: "conflict" });
    const hubs = await addPerson(database(), "tess", { provider: "jupyterhub" });
    await expect(resetPassword(ctx, { personId: hubs })).rejects.toMatchObject({ code: "conflict" });
    await expect(changePassword(await ctxOf(hubs), { current: "", password: "the new one" })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("the list of people", () => {
  it("finds a part of a name literally, a page at a time, and counts each view", async () => {
    const ctx = await admin("lister");
    for (const name of ["zz_a", "zz_b", "zzXc", "zz%d"]) await addPerson(database(), name);
    const gone = await addPerson(database(), "zz_admin", { role: "admin" });
    await disable(ctx, { personId: gone });
    const names = async (find: string, show: "all" | "admins" | "disabled", offset = 0) =>
      (await listPeople(ctx, { find, show, offset, limit: 2 })).people.map(({ username }) => username);
    expect(await names("ZZ_", "all")).toEqual(["zz_a", "zz_admin"]);
    expect(await names("ZZ_", "all", 2)).toEqual(["zz_b"]);
    expect(await names("zz", "disabled")).toEqual(["zz_admin"]);
    expect(await names("%d", "all")).toEqual(["zz%d"]);
    expect((await listPeople(ctx, { find: "zz", show: "admins", offset: 0, limit: 2 })).counts).toEqual({ all: 5, admins: 1, disabled: 1 });
  });

  it("suggests who could still join an origin, names that begin so first", async () => {
    const ctx = await admin("suggester");
    for (const name of ["uma", "luma", "Umar", "umbra"]) await addPerson(database(), name);
    await disable(ctx, { personId: await addPerson(database(), "umax") });
    await registerOrigin(ctx, { name: "core" });
    await addMember(ctx, { origin: "core", username: "umbra" });
    const suggested = await suggestPeople(ctx, { find: "um", origin: "core" });
    expect(suggested.slice(0, 2).sort()).toEqual(["Umar", "uma"]);
    expect(suggested.slice(2)).toEqual(["luma"]);
  });
});
