import type { RequestListener } from "node:http";
import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { bodyOf, closedPort, httpServer, labConnections, nameServer, rawServer } from "#lib/jupyterhub/test/servers.ts";
import { postOnce } from "./post-once.ts";

const body = '{"message":"Maintenance at 18:00"}';
const success = '{"success": true, "notification_id": "notif_1_1"}';
const json = { "content-type": "application/json" };

/** For labs that will never answer; those that will have all the time they need. */
const soon = { timeoutMs: 100 };

function post(origin: string, more: Partial<Parameters<typeof postOnce>[0]> = {}) {
  return postOnce({
    pool: labConnections(),
    url: `${origin}/user/alice/ingest`,
    token: "secret",
    body,
    timeoutMs: 20_000,
    ...more,
  });
}

async function postTo(answer: RequestListener, more = {}) {
  return post((await httpServer(answer)).origin, more);
}

async function postToRaw(onRequest: (socket: Socket) => void, more = {}) {
  const { origin } = await rawServer((socket) => socket.once("data", () => onRequest(socket)));
  return post(origin, more);
}

describe("a lab that takes it", () => {
  test("gets the payload and its own token, once", async () => {
    const seen: unknown[] = [];
    const lab = await httpServer((request, response) => {
      void bodyOf(request).then((text) => {
        const { authorization, "content-type": contentType } = request.headers;
        seen.push([request.method, request.url, authorization, contentType, text]);
        response.writeHead(200, json).end(success);
      });
    });
    const result = await post(lab.origin);
    expect(result).toEqual({
      outcome: "delivered",
      httpStatus: 200,
      durationMs: expect.any(Number) as number,
      reason: undefined,
    });
    expect(Number.isInteger(result.durationMs)).toBe(true);
    expect(seen).toEqual([["POST", "/user/alice/ingest", "token secret", "application/json", body]]);
  });

  test("may say first that it is at work", async () => {
    expect(
      await postTo((_, response) => {
        response.writeProcessing();
        response.writeEarlyHints({ link: "</x>; rel=preload" });
        response.writeHead(200, json).end(success);
      }),
    ).toMatchObject({ outcome: "delivered", httpStatus: 200 });
  });

  test("may send its answer in pieces", async () => {
    expect(
      await postTo((_, response) => {
        response.writeHead(200, json).write(success.slice(0, 5));
        setImmediate(() => response.end(success.slice(5)));
      }),
    ).toMatchObject({ outcome: "delivered" });
  });
});

describe("a lab that was never reached", () => {
  test("refuses the connection", async () => {
    expect(await post(`http://127.0.0.1:${await closedPort()}`)).toMatchObject({
      outcome: "unreachable",
      httpStatus: undefined,
      durationMs: null,
      reason: "ECONNREFUSED",
    });
  });

  test("has a name that nobody knows", async () => {
    const { resolver, asked } = await nameServer();
    const result = await post("http://missing.invalid:8888", { pool: labConnections({ resolver }) });
    expect([result.outcome, asked]).toEqual(["unreachable", ["missing.invalid", "missing.invalid"]]);
  });

  test("can't be connected to in time", async () => {
    const { resolver } = await nameServer();
    expect(await post("http://silent:8888", { pool: labConnections({ resolver }), ...soon })).toMatchObject({
      outcome: "unreachable",
      reason: "timeout",
    });
  });

  test.each(["not an address", "http://", "ftp://127.0.0.1/"])("has the address %j", async (url) => {
    expect(await post("", { url })).toMatchObject({ outcome: "unreachable" });
  });

  test("is spared a token that would forge a header", async () => {
    const lab = await httpServer(() => undefined);
    expect(await post(lab.origin, { token: "a\r\nx-admin: 1" })).toMatchObject({ outcome: "unreachable" });
  });
});

describe("a lab that may have got it", () => {
  test("hangs", async () => {
    expect(await postTo(() => undefined, soon)).toMatchObject({
      outcome: "unknown",
      httpStatus: undefined,
      reason: "timeout",
    });
  });

  test("drips its answer", async () => {
    expect(
      await postTo((_, response) => {
        response.writeHead(200, json);
        const dripping = setInterval(() => response.write(" "), 20);
        response.once("close", () => clearInterval(dripping));
      }, soon),
    ).toMatchObject({ outcome: "unknown", httpStatus: 200, reason: "timeout" });
  });

  test("drips its headers", async () => {
    expect(
      await postToRaw((socket) => {
        socket.write("HTTP/1.1 200 OK\r\nx: ");
        const dripping = setInterval(() => socket.write("y"), 20);
        socket.once("close", () => clearInterval(dripping));
      }, soon),
    ).toMatchObject({ outcome: "unknown", httpStatus: undefined, reason: "timeout" });
  });

  test.each<[string, (socket: Socket) => void]>([
    ["closes the connection", (socket) => void socket.end()],
    ["resets the connection", (socket) => void socket.resetAndDestroy()],
    ["speaks no HTTP", (socket) => void socket.end("SSH-2.0-OpenSSH_9.6\r\n")],
    [
      "sends headers without end",
      (socket) => void socket.write(`HTTP/1.1 200 OK\r\n${"x-more: 0123456789\r\n".repeat(10_000)}`),
    ],
    ["says it is at work and goes", (socket) => void socket.end("HTTP/1.1 102 Processing\r\n\r\n")],
    [
      "stops within its answer",
      (socket) =>
        void socket.end(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n${success}`),
    ],
    [
      "stops within a chunk",
      (socket) =>
        void socket.end(
          `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n${success}`,
        ),
    ],
    [
      "switches protocols",
      (socket) => void socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"),
    ],
  ])("%s", async (_, onRequest) => {
    const { outcome, httpStatus = 200 } = await postToRaw(onRequest);
    expect([outcome, httpStatus]).toEqual(["unknown", 200]);
  });

  test("resets the connection without reading", async () => {
    const { origin } = await rawServer((socket) => {
      socket.pause();
      setTimeout(() => socket.resetAndDestroy(), 20);
    });
    expect(await post(origin)).toMatchObject({ outcome: "unknown", reason: "ECONNRESET" });
  });
});

describe("a lab that answers otherwise", () => {
  test("with a redirect, which is not followed", async () => {
    let followed = 0;
    const other = await httpServer((_, response) => {
      followed += 1;
      response.end();
    });
    const result = await postTo((_, response) =>
      response.writeHead(307, { location: `${other.origin}/user/bob/ingest` }).end(),
    );
    expect([result.outcome, result.httpStatus, followed]).toEqual(["unauthorized", 307, 0]);
  });

  test.each<[string, number, Record<string, string | string[]>, string, string]>([
    ["an HTML page with 200", 200, { "content-type": "text/html" }, "<html>Sign in</html>", "unauthorized"],
    ["success: false", 200, json, '{"success": false}', "rejected"],
    ["another content type", 200, { "content-type": "text/plain" }, success, "rejected"],
    [
      "a content type given twice",
      200,
      { "content-type": ["application/json", "application/json"] },
      success,
      "rejected",
    ],
    ["compressed bytes", 200, { ...json, "content-encoding": "gzip" }, "\u001f\u008b\u0008", "rejected"],
    ["nothing", 200, {}, "", "rejected"],
    ["404", 404, { "content-type": "text/html" }, "<html>", "extension-missing"],
    ["503", 503, { "content-type": "text/html" }, "<html>", "not-running"],
    ["418", 418, json, success, "rejected"],
  ])("with %s", async (_, status, headers, text, outcome) => {
    expect(await postTo((__, response) => void response.writeHead(status, headers).end(text))).toMatchObject({
      outcome,
      httpStatus: status,
    });
  });

  test.each([
    ["application/json", "rejected"],
    ["text/html", "unauthorized"],
  ])("with %s without end, of which little is taken", async (contentType, outcome) => {
    const chunk = Buffer.alloc(64 * 1024, "x");
    let poured = 0;
    let closed: Promise<unknown> = Promise.resolve();
    const lab = await httpServer((_, response) => {
      closed = new Promise((resolve) => response.once("close", resolve));
      response.writeHead(200, { "content-type": contentType });
      const pour = () => {
        do poured += chunk.length;
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", pour);
      pour();
    });
    expect(await post(lab.origin)).toMatchObject({ outcome, httpStatus: 200, reason: undefined });
    await closed;
    expect(poured).toBeLessThan(16 * 1024 * 1024);
  });

  test("with a status that says enough, even when the rest never comes", async () => {
    expect(await postTo((_, response) => void response.writeHead(404).write("<"), soon)).toMatchObject({
      outcome: "extension-missing",
      httpStatus: 404,
    });
    expect(
      await postTo((_, response) => void response.writeHead(200, { "content-type": "text/html" }).write("<"), soon),
    ).toMatchObject({ outcome: "unauthorized" });
  });
});

describe("an abort", () => {
  test("beforehand sends nothing", async () => {
    const lab = await httpServer(() => undefined);
    expect(await post(lab.origin, { signal: AbortSignal.abort() })).toMatchObject({
      outcome: "cancelled",
      reason: "aborted",
    });
    expect(lab.sockets).toHaveLength(0);
  });

  test("while connecting takes the request back, even when its name is found later", async () => {
    const { resolver, asked, speak } = await nameServer();
    let rung = 0;
    const lab = await httpServer((_, response) => {
      rung += 1;
      response.end();
    });
    const leaving = new AbortController();
    const pool = labConnections({ resolver });
    const posted = post(`http://silent:${lab.port}`, { pool, signal: leaving.signal });
    await expect.poll(() => asked.length).toBe(1);
    leaving.abort();
    expect(await posted).toMatchObject({ outcome: "cancelled", reason: "aborted" });
    speak();
    // One that asks for a name after it is connected when that one would be.
    expect(await post(`http://lab:${lab.port}`, { pool })).toMatchObject({ httpStatus: 200 });
    expect([lab.sockets.length, rung, pool.connections]).toEqual([1, 1, 1]);
  });

  test("after the request went out leaves it unknown, and ends the connection", async () => {
    const leaving = new AbortController();
    let closed: Promise<unknown> = Promise.resolve();
    const lab = await httpServer((request) => {
      closed = new Promise((resolve) => request.socket.once("close", resolve));
      leaving.abort();
    });
    expect(await post(lab.origin, { signal: leaving.signal })).toMatchObject({ outcome: "unknown", reason: "aborted" });
    await closed;
  });
});
