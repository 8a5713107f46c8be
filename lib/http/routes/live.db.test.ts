import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sessionAgeS } from "#lib/auth/cookie.ts";
import { append } from "#lib/inbox/append.ts";
import { instance } from "#lib/instance.ts";
import { openBus } from "#lib/bus/bus.ts";
import { openLive } from "#lib/live/open-live.ts";
import { Reader } from "#lib/live/test/reader.ts";
import { entry } from "#lib/live/test/setting.ts";
import { revokeToken } from "#lib/tokens/revoke.ts";
import { standBefore } from "../stand-before.ts";
import { newBearer, newCookie, scratchInstance } from "../test/scratch-instance.ts";

const database = scratchInstance();
let server: Server;
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const bus = await openBus(database());
  const live = openLive({ db: database().db, log: instance().log, bus }, { sweepMs: 100 });
  Object.assign(instance(), { live });
  server = createServer((request, response) => response.end(`passed on: ${request.method} ${request.url}`));
  standBefore(server, instance());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    live.close();
    server.closeAllConnections();
    server.close();
    await bus.close();
  };
});
afterAll(() => close());

async function open(
  headers: Record<string, string>,
  query = "",
): Promise<{ response: Response; reader: Reader; leave: () => void }> {
  const gone = new AbortController();
  const response = await fetch(`${url}/api/stream${query}`, { headers, signal: gone.signal });
  if (!response.body) throw new Error("the answer has no body");
  return { response, reader: new Reader(response.body), leave: () => gone.abort() };
}

describe("the stream over HTTP", () => {
  it("is open to sessions and to tokens that may read the inbox, and leaves nothing behind", async () => {
    const { personId, token } = await newBearer(database(), "alice", ["notifications"]);
    const streams = [
      await open({ Cookie: `other=1; ${await newCookie(personId)}` }),
      await open({ Authorization: `Bearer ${token}` }),
    ] as const;
    await append(database().db, [entry("everyone", 1)]);
    for (const { response, reader } of streams) {
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "text/event-stream",
        "cache-control": "private, no-cache, no-transform",
        "x-accel-buffering": "no",
        "x-content-type-options": "nosniff",
      });
      await expect.poll(() => reader.numbers()).toEqual([1]);
    }
    expect(instance().live.streams()).toBe(2);
    for (const { leave } of streams) leave();
    await expect.poll(() => instance().live.streams()).toBe(0);
  });

  it("resumes after the header, else after the query", async () => {
    const { token } = await newBearer(database(), "bob", ["notifications"]);
    const headers = { Authorization: `Bearer ${token}` };
    const first = await open(headers);
    await append(database().db, [entry("everyone", 2)]);
    await append(database().db, [entry("everyone", 3)]);
    await expect.poll(() => first.reader.numbers()).toEqual([2, 3]);
    const [early, late] = first.reader.events.map(({ id }) => id) as [string, string];
    const asOf = early.split(".")[0] as string;
    const byQuery = await open(headers, `?as_of=${asOf}`);
    const byHeader = await open({ ...headers, "Last-Event-ID": late }, `?as_of=${asOf}`);
    await append(database().db, [entry("everyone", 4)]);
    await expect.poll(() => [byQuery, byHeader].map(({ reader }) => reader.numbers())).toEqual([[3, 4], [4]]);
    for (const { leave } of [first, byQuery, byHeader]) leave();
  });

  it("ends when its token is revoked", async () => {
    const { personId, token } = await newBearer(database(), "carol", ["notifications"]);
    const { reader } = await open({ Authorization: `Bearer ${token}` });
    const [{ id } = { id: 0 }] = await database().sql<
      { id: number }[]
    >`select id from api_token where person_id = ${personId}`;
    const actor = {
      personId,
      username: "carol",
      provider: "local",
      role: "admin",
      scopes: ["admin"],
      via: "session",
    } as const;
    await revokeToken({ db: database().db, actor }, { id });
    await expect.poll(() => reader.ended).toBe(true);
    expect((await fetch(`${url}/api/stream`, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(401);
  });

  it("ends with its session, however long it stays open", async () => {
    const { personId } = await newBearer(database(), "cleo", ["notifications"]);
    const { reader } = await open({ Cookie: await newCookie(personId) });
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      vi.setSystemTime(Date.now() + sessionAgeS * 1000);
      await expect.poll(() => reader.ended).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it("refuses others as every endpoint does", async () => {
    const { token } = await newBearer(database(), "dave", ["publish"]);
    const answers = [
      await fetch(`${url}/api/stream`),
      await fetch(`${url}/api/stream`, { headers: { Cookie: "belfry-session=torn" } }),
      await fetch(`${url}/api/stream`, { headers: { Authorization: `Bearer ${token}` } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 403]);
    for (const answer of answers) {
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(await answer.json()).toMatchObject({ status: answer.status });
    }
    expect(answers[0]?.headers.get("www-authenticate")).toContain("Bearer");
  });

  it("answers HEAD, and 400 for a query it does not know, without a stream", async () => {
    const { token } = await newBearer(database(), "erin", ["notifications"]);
    const headers = { Authorization: `Bearer ${token}` };
    const head = await fetch(`${url}/api/stream`, { method: "HEAD", headers });
    expect([head.status, head.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    expect((await fetch(`${url}/api/stream?from=1`, { headers })).status).toBe(400);
    expect((await fetch(`${url}/api/stream`, { method: "OPTIONS" })).headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    await expect.poll(() => instance().live.streams()).toBe(0);
  });

  it("passes on everything else", async () => {
    for (const [method, address] of [
      ["GET", "/"],
      ["GET", "/api/streams"],
      ["GET", "/x/api/stream"],
    ] as const) {
      expect(await (await fetch(url + address, { method })).text()).toBe(`passed on: ${method} ${address}`);
    }
  });
});
