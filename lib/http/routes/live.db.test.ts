import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
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

const tokenOf = async (personId: number) =>
  (await database().sql<{ id: number }[]>`select id from api_token where person_id = ${personId}`)[0]?.id ?? 0;

const admin = (personId: number) =>
  ({ personId, username: "admin", provider: "local", role: "admin", scopes: ["admin"], via: "session" }) as const;

/** What a client sends and is sent, to the byte. */
function openWire(sent: string): { socket: Socket; said: () => string } {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let said = "";
  socket.setEncoding("utf8").on("data", (text: string) => (said += text));
  socket.write(sent);
  return { socket, said: () => said };
}

/** The body of a whole answer in chunks. @throws Error where one is not as long as it says, or something follows the last */
function unchunked(body: string): string {
  let text = "";
  for (let at = 0; ;) {
    const end = body.indexOf("\r\n", at);
    const length = Number.parseInt(body.slice(at, end), 16);
    const next = end + 2 + length;
    if (body.slice(next, next + 2) !== "\r\n") throw new Error(`no chunk of ${length} at ${at}`);
    if (length === 0 && next + 2 === body.length) return text;
    text += body.slice(end + 2, next);
    at = next + 2;
  }
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

  it("is in chunks that belong to one answer, and plain for a client that knows none", async () => {
    const { personId, token } = await newBearer(database(), "frank", ["notifications"]);
    const head = (path: string, version: string) =>
      `GET ${path} HTTP/${version}\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    const inChunks = openWire(head("/api/stream", "1.1"));
    const behindAnother = openWire(head("/notifications", "1.1") + head("/api/stream", "1.1"));
    const plain = openWire(head("/api/stream", "1.0"));
    const wires = [inChunks, behindAnother, plain];
    await expect.poll(() => wires.every(({ said }) => said().includes("retry: "))).toBe(true);
    for (const n of [11, 12, 13]) {
      await append(database().db, [entry("everyone", n)]);
      await expect.poll(() => wires.every(({ said }) => said().includes(`{"n":${n}}`))).toBe(true);
    }
    await revokeToken({ db: database().db, actor: admin(personId) }, { id: await tokenOf(personId) });
    const bodies = await Promise.all(
      wires.map(async ({ said }) => {
        const body = () => said().split("text/event-stream")[1]?.split("\r\n\r\n").slice(1).join("\r\n\r\n") ?? "";
        if (said() !== plain.said()) await expect.poll(() => body().endsWith("\r\n0\r\n\r\n")).toBe(true);
        return said() === plain.said() ? body() : unchunked(body());
      }),
    );
    for (const body of bodies)
      expect([...body.matchAll(/"data":\{"n":(\d+)\}/g)].map(([, n]) => Number(n))).toEqual([11, 12, 13]);
    expect(bodies[2]).toMatch(/^retry: /);
    await expect.poll(() => plain.socket.closed).toBe(true);
    // The connection is at the next request's disposal.
    inChunks.socket.write("GET /after HTTP/1.1\r\nHost: x\r\n\r\n");
    await expect.poll(() => inChunks.said()).toMatch(/passed on: GET \/after/);
    for (const { socket } of wires) socket.destroy();
  });

  it("ends when its token is revoked", async () => {
    const { personId, token } = await newBearer(database(), "carol", ["notifications"]);
    const { reader } = await open({ Authorization: `Bearer ${token}` });
    await revokeToken({ db: database().db, actor: admin(personId) }, { id: await tokenOf(personId) });
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
