import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { person } from "#db/schema/index.ts";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import { provisionAccount } from "./provision-account.ts";
import { createPerson } from "./create-person.ts";
import { listPeople } from "./list-people.ts";
import { sessionPerson } from "./person.ts";
import { rename } from "./rename.ts";
import { accounts } from "./test/accounts.ts";

const database = scratchDatabase();
const { admin, sessionOf, signIn } = accounts(database);

describe("a local account that an admin makes", () => {
  it("signs in with the password that was made up", async () => {
    const ctx = await admin("maker");
    const { id, password = "" } = await createPerson(ctx, { username: "ann", role: "member" });
    expect(password).toMatch(/^[\w-]{16}$/);
    expect(await signIn("ann", password)).toMatchObject({ id, username: "ann", role: "member", provider: "local" });
    expect(await createPerson(ctx, { username: "bea", role: "admin", password: "chosen here" })).toEqual({
      id: expect.any(Number) as unknown,
    });
    expect(await signIn("bea", "chosen here")).toMatchObject({ role: "admin" });
  });

  it("never takes a name over, whoever vouches for it", async () => {
    const ctx = await admin("maker-2");
    await addPerson(database(), "grace", { provider: "jupyterhub" });
    await expect(createPerson(ctx, { username: "grace", role: "member" })).rejects.toMatchObject({
      code: "conflict",
      errors: [{ path: "username" }],
    });
  });
});

describe("a name that looks like another's", () => {
  it.each([
    ["olga", "OLGA"],
    ["petra", "ｐｅｔｒａ"],
    ["paco", "расо"],
    ["bohemia", "ΒΟHЕМΙA"],
    ["o-neil", "o–neil"],
    ["sofie", "so\u200bfie"],
    ["zoë", "ZOE\u0308"],
    ["борис", "БОРИС"],
  ])("of %s is %s: nobody gets it by any way", async (name, other) => {
    const ctx = await admin(`looker-${name}`);
    await createPerson(ctx, { username: name, role: "member" });
    await expect(createPerson(ctx, { username: other, role: "admin" })).rejects.toMatchObject({ code: "conflict" });
    await expect(provisionAccount(ctx, { provider: "github", subject: other, username: other })).rejects.toMatchObject({
      code: "forbidden",
    });
    const id = await addPerson(database(), `other than ${name}`);
    await expect(rename(ctx, { personId: id, username: other })).rejects.toMatchObject({ code: "conflict" });
    expect(await rename(ctx, { personId: id, username: `${name}-2` })).toBeUndefined();
  });

  it("is another's where it can be told apart", async () => {
    const ctx = await admin("looker");
    for (const username of ["zoe", "bob1", "bobl", "кира", "лира"]) {
      expect((await createPerson(ctx, { username, role: "member" })).id).toBeGreaterThan(0);
    }
  });
});

describe("a rename", () => {
  it("makes way for somebody of another provider, and changes hands of nothing but the name", async () => {
    const ctx = await admin("renamer");
    const { id, password = "" } = await createPerson(ctx, { username: "kim", role: "member" });
    const session = await sessionOf(id);
    const [before] = await database().db.select().from(person).where(eq(person.id, id));
    await expect(
      provisionAccount(ctx, { provider: "jupyterhub", subject: "kim", username: "kim" }),
    ).rejects.toMatchObject({
      code: "forbidden",
    });

    await rename(ctx, { personId: id, username: "kim-local" });
    expect(await provisionAccount(ctx, { provider: "jupyterhub", subject: "kim", username: "kim" })).toMatchObject({
      provider: "jupyterhub",
      username: "kim",
    });
    expect(await signIn("kim-local", password)).toMatchObject({ id });
    expect(await signIn("kim", password)).toBeUndefined();
    expect(await sessionPerson(ctx, session)).toMatchObject({ username: "kim-local" });
    expect((await database().db.select().from(person).where(eq(person.id, id)))[0]).toEqual({
      ...before,
      username: "kim-local",
    });
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
    await expect(rename(ctx, { personId: id, username: "renamer-3" })).rejects.toMatchObject({
      code: "conflict",
      errors: [{ path: "username" }],
    });
    await expect(rename(ctx, { personId: 4711, username: "free" })).rejects.toMatchObject({ code: "not-found" });
  });
});
