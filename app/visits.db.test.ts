import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { sql } from "drizzle-orm";
import { NextRequest } from "next/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { admitPage } from "#lib/http/admit-page.ts";
import { call } from "#lib/http/test/call.ts";
import { newBearer, newCookie, scratchInstance } from "#lib/http/test/scratch-instance.ts";
import { readiness } from "#lib/http/readiness.ts";
import { instance } from "#lib/instance.ts";
import { PerMinute } from "#lib/limits/per-minute.ts";
import { addPerson } from "#db/test/scratch.ts";
import * as auth from "./api/auth/[...nextauth]/route.ts";
import * as notifications from "./notifications/route.ts";

const database = scratchInstance();

beforeEach(() => {
  instance().visits = {
    strangers: new PerMinute(3, "Too many of this address."),
    people: new PerMinute(3, "Too many of yours."),
  };
});

/** Asks five times. @returns the statuses, and the last answer */
async function fiveTimes(ask: () => Promise<Response>): Promise<{ statuses: number[]; last: Response }> {
  const answers: Response[] = [];
  for (let n = 0; n < 5; n++) answers.push(await ask());
  return { statuses: answers.map(({ status }) => status), last: answers[4] as Response };
}

const list = (headers: Record<string, string>) => call(notifications, "GET", "/notifications", { headers });
async function page(headers: Record<string, string>): Promise<Response> {
  const request = Object.assign(new IncomingMessage(new Socket()), { url: "/settings", headers });
  const refused = await admitPage(request, new ServerResponse(request), instance());
  return new Response(refused?.body, refused);
}
const session = async (username: string) => ({ cookie: await newCookie(await addPerson(database(), username)) });

describe("how often somebody may come in a minute", () => {
  it("is counted for a person, whatever session they come with, in the API and on pages", async () => {
    const ann = await addPerson(database(), "ann");
    const { statuses, last } = await fiveTimes(async () => list({ cookie: await newCookie(ann) }));
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect((await page({ cookie: await newCookie(ann) })).status).toBe(429);
    expect((await list(await session("bob"))).status).toBe(200);
  });

  it("is counted for an address where nobody is signed in: pages, also with a torn cookie, sign-in, the API", async () => {
    const from = { "x-forwarded-for": "2001:db8::1", cookie: "belfry-session=torn" };
    const { statuses, last } = await fiveTimes(() => page(from));
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    const neighbour = { ...from, "x-forwarded-for": "2001:db8::2" };
    const csrf = (headers: Record<string, string>) =>
      auth.GET(new NextRequest("http://belfry.example/api/auth/csrf", { headers }), {
        params: Promise.resolve({ nextauth: ["csrf"] }),
      });
    expect((await csrf(neighbour)).status).toBe(429);
    expect((await list({ ...neighbour, authorization: "Bearer blf_unknown" })).status).toBe(429);
    expect((await csrf({ "x-forwarded-for": "203.0.113.1" })).status).toBe(200);
    expect((await page({ ...neighbour, ...(await session("cleo")) })).status).toBe(200);
  });

  it("is told to whoever comes with a token, in every answer, and to nobody else", async () => {
    const { token } = await newBearer(database(), "dora", ["notifications"]);
    const told = ({ headers }: Response) => [headers.get("ratelimit-policy"), headers.get("ratelimit")];
    const policy = '"requests";q=1200;w=60';
    const path = "http://belfry.example/notifications";
    const left = (many: number) => expect.stringMatching(new RegExp(`^"requests";r=${many};t=\\d+$`)) as string;
    expect(told(await list({ authorization: `Bearer ${token}` }))).toEqual([policy, left(1199)]);
    const refused = await call(notifications, "POST", path, { token, body: {} });
    expect([refused.status, ...told(refused)]).toEqual([403, policy, left(1198)]);
    await database().db.execute(sql`
      update quota set at = extract(epoch from now())::float8 || at, count = 1200 || count, block = ''::text || block where key like 'requests:%'`);
    let last = await list({ authorization: `Bearer ${token}` });
    // What was lent already may still be used.
    while (last.status === 200) last = await list({ authorization: `Bearer ${token}` });
    expect([last.status, ...told(last)]).toEqual([429, policy, `"requests";r=0;t=${last.headers.get("retry-after")}`]);
    for (const nobody of [{ authorization: "Bearer blf_unknown" }, await session("emil")])
      expect(told(await list(nobody))).toEqual([null, null]);
  });

  it("is counted on all instances together for an address that comes with wrong tokens", async () => {
    // What the others have counted.
    await database().db.execute(
      sql`insert into quota (key, at, count, block) values ('wrong-tokens:198.51.100.1', array[extract(epoch from now())], '{1000000}', '{""}')`,
    );
    const wrong = (address: string) => list({ "x-forwarded-for": address, authorization: "Bearer blf_unknown" });
    const refused = await wrong("198.51.100.1");
    expect([refused.status, Number(refused.headers.get("retry-after")) >= 1]).toEqual([429, true]);
    expect((await wrong("198.51.100.2")).status).toBe(401);
  });
});

it("readiness is looked at once for a crowd", async () => {
  const execute = vi.spyOn(database().db, "execute");
  const states = await Promise.all(Array.from({ length: 50 }, () => readiness()));
  expect(new Set(states.map(({ database: state }) => state))).toEqual(new Set(["ok"]));
  expect(execute).toHaveBeenCalledTimes(1);
});
