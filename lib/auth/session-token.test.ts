import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openSession, sealSession, sessionToken } from "./session-token.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 28) }));
afterEach(() => void vi.useRealTimers());

const token = (minutes: number) =>
  sessionToken(
    { id: 7, username: "ann", sessionVersion: 1 },
    { sessionId: "one", exp: Math.floor(Date.now() / 1000) + minutes * 60 },
  );

test("a session that was opened before is the same, until its end", async () => {
  const cookie = await sealSession("secret", token(10));
  const first = await openSession("secret", cookie);
  expect(first).toMatchObject({ personId: 7, sessionVersion: 1, sessionId: "one" });
  expect(await openSession("secret", cookie)).toEqual(first);
  vi.setSystemTime(Date.now() + 11 * 60_000);
  expect(await openSession("secret", cookie)).toBeUndefined();
});

test("what was opened with one secret is nothing with another, nor when it is torn", async () => {
  const cookie = await sealSession("secret", token(10));
  await openSession("secret", cookie);
  expect(await openSession("another", cookie)).toBeUndefined();
  expect(await openSession("secret", cookie.slice(0, -4))).toBeUndefined();
});
