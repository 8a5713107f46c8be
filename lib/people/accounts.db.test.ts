import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { apiToken, audit, person } from "#db/schema/index.ts";
import { addPerson, scratchDatabase } from "#db/test/scratch.ts";
import { keepFixedToken } from "#lib/tokens/fixed.ts";
import { identifyToken } from "#lib/tokens/identify.ts";
import { provisionAccount } from "./provision-account.ts";
import { authenticate } from "./authenticate.ts";
import { noteFailure } from "./failed-sign-ins.ts";
import { ensureFirstAdmin } from "./first-admin.ts";
import { sessionPerson } from "./person.ts";

const database = scratchDatabase();
const now = () => new Date("2026-11-22T12:00:30Z");
const ctx = () => ({ db: database().db, now });

describe("the first admin", () => {
  it("is made once, with a password of its own when none is given", async () => {
    const password = await ensureFirstAdmin(ctx(), { username: "admin" });
    expect(password).toMatch(/^[\w-]{16}$/);
    expect(await ensureFirstAdmin(ctx(), { username: "other" })).toBeUndefined();
    const found = await authenticate(ctx(), { username: "admin", password: password ?? "", address: "127.0.0.1" });
    expect(found).toMatchObject({ username: "admin", role: "admin", provider: "local" });
    const [stored] = await database().db.select().from(person);
    expect(stored?.passwordHash).toMatch(/^\$argon2id\$/);
    const noted = await database().db.select().from(audit);
    expect(noted).toMatchObject([
      {
        act: "account.create",
        via: "start",
        actor: "admin",
        subject: "admin",
        detail: { role: "admin", provider: "local" },
      },
    ]);
  });
});

describe("without an admin", () => {
  const lonely = scratchDatabase();
  const there = () => ({ db: lonely().db, now });

  it("the first one is made also where others came before, but takes nobody's name", async () => {
    await provisionAccount(there(), { provider: "github", subject: "1", username: "admin" });
    await expect(ensureFirstAdmin(there(), { username: "admin" })).rejects.toThrow(
      "ADMIN_USERNAME admin is the name of an account that is no admin",
    );
    expect(await ensureFirstAdmin(there(), { username: "keeper", password: "ring the bell" })).toBeUndefined();
    expect(await authenticate(there(), { username: "keeper", password: "ring the bell", address: "" })).toMatchObject({
      role: "admin",
      provider: "local",
    });
  });
});

describe("signing in", () => {
  it("refuses the eleventh try in five minutes, for this name and address alone", async () => {
    for (let attempt = 0; attempt < 10; attempt++) {
      expect(await authenticate(ctx(), { username: "admin", password: "wrong", address: "10.0.0.1" })).toBeUndefined();
    }
    await expect(
      authenticate(ctx(), { username: "admin", password: "wrong", address: "10.0.0.1" }),
    ).rejects.toMatchObject({ code: "too-many", retryAfterS: expect.any(Number) as unknown });
    expect(await authenticate(ctx(), { username: "admin", password: "wrong", address: "10.0.0.2" })).toBeUndefined();
    expect(await authenticate(ctx(), { username: "nobody", password: "wrong", address: "10.0.0.1" })).toBeUndefined();
  });

  it("refuses an address after a hundred failed tries, whatever the names and whatever part of its network it uses", async () => {
    const from = (n: number) => `2001:db8::${n.toString(16)}`;
    const tries = (names: string) =>
      Promise.allSettled(
        Array.from({ length: 60 }, (_, n) =>
          noteFailure(ctx(), { username: `${names} ${n}`, account: undefined, provider: "local", address: from(n) }),
        ),
      );
    const outcomes = [...(await tries("name")), ...(await tries("another"))];
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(100);
    const noted = await database()
      .db.select()
      .from(audit)
      .where(sql`${audit.detail}->>'address' like '2001:db8::%'`);
    expect(noted).toHaveLength(100);
    const right = { username: "admin", password: "ring the bell" };
    await expect(authenticate(ctx(), { ...right, address: from(4711) })).rejects.toMatchObject({
      code: "too-many",
      message: expect.stringContaining("this address") as unknown,
    });
    expect(await authenticate(ctx(), { ...right, address: "2001:db8:0:1::1" })).toBeUndefined();
  });

  it("counts guesses that come at one moment no less", async () => {
    const guesses = Array.from({ length: 25 }, (_, n) =>
      authenticate(ctx(), { username: "admin", password: `guess ${n}`, address: "10.0.0.3" }),
    );
    const refused = (await Promise.allSettled(guesses)).filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(15);
  });

  it.each(["", "a\u0000b", "\ud800", "x".repeat(100_000), "\u202e"])(
    "knows nobody by a name that no account can have",
    async (username) => {
      expect(await authenticate(ctx(), { username, password: "wrong", address: "10.0.0.4" })).toBeUndefined();
    },
  );

  it("ends sessions when the role changes or the account is disabled", async () => {
    const alice = await provisionAccount(ctx(), {
      provider: "jupyterhub",
      subject: "alice",
      username: "alice",
      role: "member",
    });
    const session = { personId: alice.id, sessionVersion: alice.sessionVersion };
    expect(await sessionPerson(ctx(), session)).toMatchObject({ username: "alice" });
    const promoted = await provisionAccount(ctx(), {
      provider: "jupyterhub",
      subject: "alice",
      username: "alice",
      role: "admin",
    });
    expect(promoted).toMatchObject({ id: alice.id, role: "admin" });
    expect(await sessionPerson(ctx(), session)).toBeUndefined();
    await database().db.update(person).set({ disabledAt: now() }).where(eq(person.id, alice.id));
    expect(await sessionPerson(ctx(), { personId: alice.id, sessionVersion: promoted.sessionVersion })).toBeUndefined();
    await expect(
      provisionAccount(ctx(), { provider: "jupyterhub", subject: "alice", username: "alice" }),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("never lets a second provider take over a name", async () => {
    await addPerson(database(), "grace");
    await expect(
      provisionAccount(ctx(), { provider: "github", subject: "4711", username: "grace" }),
    ).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("grace") as unknown,
    });
  });
});

describe("the token from the environment", () => {
  const token = "blf_0123456789abcdefghij";

  it("acts as the first admin with every scope, and ends when it is unset", async () => {
    await keepFixedToken(ctx(), token);
    expect(await identifyToken(ctx(), token)).toMatchObject({
      username: "admin",
      scopes: ["notifications", "publish", "broadcast", "admin"],
      via: "token",
    });
    expect(JSON.stringify(await database().db.select().from(apiToken))).not.toContain(token);
    await keepFixedToken(ctx(), undefined);
    expect(await identifyToken(ctx(), token)).toBeUndefined();
  });
});
