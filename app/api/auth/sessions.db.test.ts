import { encode } from "next-auth/jwt";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { endedSession, person } from "#db/schema/index.ts";
import { addPerson } from "#db/test/scratch.ts";
import { cookieActor } from "#lib/auth/session-token.ts";
import { scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { instance } from "#lib/instance.ts";
import { endSession } from "#lib/people/end-session.ts";
import { forgetEndedSessions } from "#lib/people/forget-ended-sessions.ts";
import { hashPassword } from "#lib/people/password.ts";
import { Browser } from "./test/browser.ts";

const database = scratchInstance();
let browser: Browser;

beforeAll(async () => {
  await database()
    .db.insert(person)
    .values({ provider: "local", subject: "ann", username: "ann", passwordHash: await hashPassword("ann's own") });
});
beforeEach(() => (browser = new Browser()));

const send = async (path: string, fields: Record<string, string> = {}) => {
  const { csrfToken } = (await (await browser.ask("/api/auth/csrf")).json()) as { csrfToken: string };
  return browser.ask(`/api/auth/${path}`, { method: "POST", form: { ...fields, csrfToken } });
};
const signIn = () => send("callback/credentials", { username: "ann", password: "ann's own" });
const signOut = () => send("signout");
const actor = (one: Browser) => cookieActor(instance(), one.session());

describe("a session", () => {
  it("ends on the server when it is signed out of, also for who copied its cookie or had it renewed, and alone", async () => {
    const [elsewhere, copied] = [browser, new Browser()];
    await signIn();
    browser = new Browser();
    await signIn();
    for (const [host, jar] of browser.copy().cookies) copied.cookies.set(host, jar);
    await copied.ask("/api/auth/session");
    expect(copied.session()).not.toBe(browser.session());
    expect(await actor(copied)).toBeDefined();
    await signOut();
    expect(browser.session()).toBeUndefined();
    expect(await actor(copied)).toBeUndefined();
    expect(await (await copied.ask("/api/auth/session")).json()).toEqual({});
    expect(copied.session()).toBeUndefined();
    expect(await actor(elsewhere)).toMatchObject({ username: "ann" });
  });

  it("is not said to have ended while the database can't be told", async () => {
    await signIn();
    const [before, running] = [browser.session(), instance()];
    const { database: there } = running;
    running.database = {
      ...there,
      db: { transaction: () => Promise.reject(new Error("away")) } as unknown as typeof there.db,
    };
    const answer = await signOut().finally(() => (running.database = there));
    expect(answer.status).toBe(500);
    expect(browser.session()).toBe(before);
  });

  it("lasts two weeks from signing in, however often it is renewed", async () => {
    await signIn();
    const begunMs = Date.now();
    const dayMs = 24 * 3600 * 1000;
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      for (const day of [5, 10, 13.9]) {
        vi.setSystemTime(begunMs + day * dayMs);
        const { expires } = (await (await browser.ask("/api/auth/session")).json()) as { expires: string };
        expect(Math.abs(Date.parse(expires) - begunMs - 14 * dayMs)).toBeLessThan(60_000);
        expect(await actor(browser)).toMatchObject({ username: "ann" });
      }
      vi.setSystemTime(begunMs + 14.1 * dayMs);
      expect(await actor(browser)).toBeUndefined();
      expect(await (await browser.ask("/api/auth/session")).json()).toEqual({});
    } finally {
      vi.useRealTimers();
    }
  });

  it("of an earlier version, which nobody could sign out of, is none", async () => {
    const id = await addPerson(database(), "early");
    const token = await encode({ token: { personId: id, sessionVersion: 1 }, secret: instance().authSecret });
    expect(await cookieActor(instance(), token)).toBeUndefined();
  });

  it("that ended is forgotten once its cookie has long expired", async () => {
    const ctx = database();
    const ended = async () => (await ctx.db.select().from(endedSession)).map(({ id }) => id);
    for (const [sessionId, days] of [
      ["long ago", -2],
      ["still about", 1],
    ] as const) {
      await endSession(ctx, { personId: 1, sessionId, expiresAt: new Date(Date.now() + days * 24 * 3600 * 1000) });
    }
    await forgetEndedSessions(ctx);
    expect(await ended()).toContain("still about");
    expect(await ended()).not.toContain("long ago");
  });
});
