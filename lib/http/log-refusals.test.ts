import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { logRefusals } from "./log-refusals.ts";
import { sparingly } from "./sparingly.ts";

type Line = Record<string, unknown>;
let server: Server;
let url: string;
let lines: Line[];

beforeEach(async () => {
  lines = [];
  const kept = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(JSON.parse(chunk.toString()) as Line);
      done();
    },
  });
  const note = logRefusals(pino({ base: undefined, timestamp: false }, kept), async ({ headers }) => {
    if (headers.get("cookie") === "torn") throw new Error("can't be opened");
    return headers.has("cookie") || headers.has("authorization") ? "ann" : undefined;
  });
  server = createServer((request, response) => {
    request.headers["x-forwarded-for"] = "203.0.113.9";
    note(request, response);
    response.writeHead(Number(request.headers["x-status"])).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  vi.useRealTimers();
});

const ask = (status: number, path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(url + path, { method, headers: { "x-status": String(status), ...headers } });

describe("what is refused", () => {
  it("is a line that tells who, where and what, and no secret", async () => {
    await ask(403, "/notifications/core?as_of=hidden", { cookie: "belfry-session=hidden" }, "DELETE");
    await ask(401, "/api/undo", { authorization: "Bearer blf_hidden" }, "POST");
    await ask(429, "/feeds/hidden.atom", {});
    await ask(403, "/settings", { cookie: "torn", "sec-fetch-site": "cross-site", origin: "https://evil.example" });
    await vi.waitFor(() => expect(lines).toHaveLength(4));
    const line = { level: 30, msg: "refused", address: "203.0.113.9" };
    const origin = "https://evil.example";
    expect(lines).toEqual(
      expect.arrayContaining([
        { ...line, status: 403, method: "DELETE", route: "/notifications/{origin}", via: "session", who: "ann" }, // prettier-ignore
        { ...line, status: 401, method: "POST", route: "/api/undo", via: "token" },
        { ...line, status: 429, method: "GET", route: "/feeds/{feed}", via: "nothing" },
        { ...line, status: 403, method: "GET", route: "/settings", via: "session", site: "cross-site", origin }, // prettier-ignore
      ]),
    );
    expect(JSON.stringify(lines)).not.toContain("hidden");
  });

  it("is nothing else, and ten lines of one address at most", async () => {
    for (const status of [200, 302, 400, 404, 409, 500, 503]) await ask(status, "/");
    for (let n = 0; n < 25; n++) await ask(401, "/notifications");
    await ask(403, "/notifications");
    await vi.waitFor(() => expect(lines.at(-1)).toMatchObject({ status: 403 }));
    expect(lines.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(lines).toHaveLength(11);
  });
});

describe("lines that anybody can make us write", () => {
  it("are so many a minute, of each kind and in all, and those left out are counted", () => {
    vi.useFakeTimers();
    const leftOut: number[] = [];
    const isWritten = sparingly({ most: 5, mostOfOneKind: 2 }, (count) => leftOut.push(count));
    const written = () => ["a", "a", "a", "b", "b", "c", "d", "a"].map(isWritten);
    const expected = [true, true, false, true, true, true, false, false];
    expect(written()).toEqual(expected);
    vi.advanceTimersByTime(59_000);
    expect(leftOut).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(leftOut).toEqual([3]);
    expect(written()).toEqual(expected);
    vi.advanceTimersByTime(60_000);
    expect(leftOut).toEqual([3, 3]);
    // A quiet minute has nothing to say.
    expect(isWritten("a")).toBe(true);
    vi.advanceTimersByTime(180_000);
    expect(leftOut).toEqual([3, 3]);
  });
});
