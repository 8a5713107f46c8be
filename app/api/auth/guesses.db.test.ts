import { beforeAll, expect, it } from "vitest";
import { person } from "#db/schema/index.ts";
import { scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { noteFailure } from "#lib/people/failed-sign-ins.ts";
import { hashPassword } from "#lib/people/password.ts";
import { Browser } from "./test/browser.ts";

const database = scratchInstance();
const browser = new Browser();
let csrfToken: string;

beforeAll(async () => {
  await database()
    .db.insert(person)
    .values({ provider: "local", subject: "ann", username: "ann", passwordHash: await hashPassword("ann's own") });
  ({ csrfToken } = (await (await browser.ask("/api/auth/csrf")).json()) as { csrfToken: string });
});

const signIn = (username: string, password: string, address: string) =>
  browser.copy().ask("/api/auth/callback/credentials", {
    method: "POST",
    form: { username, password, csrfToken, json: "true" },
    headers: { "x-forwarded-for": address },
  });

it("that come in a crowd are told which of them were too many, and when to come back", async () => {
  const answers = await Promise.all(Array.from({ length: 14 }, (_, n) => signIn("ann", `guess ${n}`, "203.0.113.1")));
  expect(answers.map(({ status }) => status).sort()).toEqual([
    ...Array<number>(10).fill(401),
    ...Array<number>(4).fill(429),
  ]);
  for (const answer of answers.filter(({ status }) => status === 429)) {
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  }
});

it("of many names close the door to their address, also for a right password, and to no other", async () => {
  for (let n = 0; n < 100; n++)
    await noteFailure(database(), {
      username: `name ${n}`,
      account: undefined,
      provider: "local",
      address: "2001:db8::1",
    });
  const refused = await signIn("ann", "ann's own", "2001:db8::2");
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({
    status: 429,
    detail: "Too many failed sign-ins from this address. Try again later.",
  });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect((await signIn("ann", "ann's own", "2001:db8:0:1::1")).status).toBe(200);
});

it("of one name from everywhere close it elsewhere, but not where its owner has signed in before", async () => {
  await database()
    .db.insert(person)
    .values({ provider: "local", subject: "bea", username: "bea", passwordHash: await hashPassword("bea's own") });
  expect((await signIn("bea", "bea's own", "2001:db8:5::1")).status).toBe(200);
  const guesses = Array.from({ length: 120 }, (_, n) =>
    noteFailure(database(), { username: "bea", account: undefined, provider: "local", address: `192.0.2.${n}` }),
  );
  const counted = (await Promise.allSettled(guesses)).filter(({ status }) => status === "fulfilled");
  expect(counted).toHaveLength(100);
  const refused = await signIn("bea", "bea's own", "203.0.113.77");
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({
    detail: "Too many failed sign-ins for this name from elsewhere. Try again later.",
  });
  expect((await signIn("bea", "wrong", "2001:db8:5::2")).status).toBe(401);
  expect((await signIn("bea", "bea's own", "2001:db8:5::2")).status).toBe(200);
});
