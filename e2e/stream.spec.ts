import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { connect, type Socket } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openEmbedded } from "#db/embedded.ts";
import { Reader } from "#lib/live/test/reader.ts";
import { startServer } from "#scripts/demo/server.ts";
import { onFreePorts } from "#scripts/on-free-ports.ts";
import { expect, test } from "./fixtures.ts";

const token = "blf_stream-test-token-00000001";
const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };

async function openStream(
  url: string,
  more: Record<string, string> = {},
): Promise<{ reader: Reader; response: Response }> {
  const response = await fetch(`${url}/api/stream`, { headers: { ...headers, ...more } });
  if (!response.body) throw new Error("the answer has no body");
  return { reader: new Reader(response.body), response };
}

const publish = (url: string, ...numbers: number[]) =>
  fetch(`${url}/notifications`, {
    method: "POST",
    headers,
    body: JSON.stringify(numbers.map((n) => ({ type: "note", origin: "core", data: { n } }))),
  });

test("a stream tells what arrives and what is done, and goes on after a restart where it was", async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-stream-"));
  const embedded = await openEmbedded({ dataDir });
  const settings = {
    DATABASE_URL: embedded.url,
    DATA_DIR: dataDir,
    AUTH_SECRET: "a secret that outlives a restart",
    ADMIN_USERNAME: "admin",
    ADMIN_PASSWORD: "ring the bell",
    ADMIN_TOKEN: token,
  };
  let server = await startServer({ settings });
  try {
    for (const address of ["/api/origins/core", "/api/origins/core/members/admin"]) {
      expect((await fetch(server.url + address, { method: "PUT", headers })).ok).toBe(true);
    }
    const { reader, response } = await openStream(server.url, { "Accept-Encoding": "gzip" });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("cache-control")).toBe("private, no-cache, no-transform");
    expect(response.headers.get("content-encoding")).toBeNull();
    expect((await publish(server.url, 1, 2)).status).toBe(201);
    await expect.poll(() => reader.numbers()).toEqual([1, 2]);
    await fetch(`${server.url}/notifications/core`, { method: "PATCH", headers, body: JSON.stringify({ read: true }) });
    await fetch(`${server.url}/notifications`, { method: "DELETE", headers });
    await expect
      .poll(() => reader.events.slice(2).map(({ event, data }) => [event, data]))
      .toEqual([
        ["read", { origin: "core" }],
        ["cleared", {}],
      ]);

    await server.stop();
    await expect.poll(() => reader.ended).toBe(true);
    server = await startServer({ settings });
    await publish(server.url, 3);
    const { reader: again } = await openStream(server.url, { "Last-Event-ID": reader.lastId });
    await publish(server.url, 4);
    await expect.poll(() => again.numbers()).toEqual([3, 4]);
    expect(again.data("reset")).toEqual([]);
    expect((await fetch(`${server.url}/api/stream`, { method: "HEAD", headers })).headers.get("content-type")).toBe(
      "text/event-stream",
    );
  } finally {
    await server.stop();
    await embedded.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("a stream asked for while the server starts waits until it can be opened, as all else does", async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "belfry-stream-start-"));
  const settings = { DATABASE_URL: "", DATA_DIR: dataDir, ADMIN_PASSWORD: "ring the bell", ADMIN_TOKEN: token };
  const [first, server] = await onFreePorts(1, async (port = 0) => {
    const starting = startServer({ port, settings });
    const socket = await Promise.race([firstConnection(port), starting.then(() => undefined)]);
    if (!socket) throw new Error("the port was open before anybody could ask");
    socket.write(`GET /api/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    const [chunk] = (await once(socket, "data")) as [Buffer];
    socket.destroy();
    return [chunk.toString("latin1"), await starting] as const;
  });
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
  expect(first).toMatch(/^HTTP\/1.1 200 /);
});

/** A connection to a port as soon as it is open. */
async function firstConnection(port: number): Promise<Socket> {
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return socket;
    } catch {
      await sleep(5);
    }
  }
}

test("a stream comes in chunks, an event in one of its own, and goes on after ?lastEventId=", async ({ belfry }) => {
  const { token: own } = belfry.admin;
  const ask = (query: string) => {
    const socket = connect(Number(new URL(belfry.url).port), "127.0.0.1");
    socket.write(`GET /api/stream${query} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${own}\r\n\r\n`);
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    return { socket, text: () => text };
  };
  await belfry.api("PUT", "/api/origins/chunks");
  await belfry.api("PUT", "/api/origins/chunks/members/admin");
  const first = ask("");
  await expect.poll(first.text).toContain("retry:");
  expect(first.text()).toMatch(/transfer-encoding: chunked/i);
  const note = (n: number) => belfry.api("POST", "/notifications", { type: "note", origin: "chunks", data: { n } });
  await note(1);
  await expect.poll(first.text).toMatch(/\r\n[0-9a-f]+\r\n[^\r]*event: notification[^\r]*\n\n\r\n$/);
  const id = [...first.text().matchAll(/^id: ?(\S+)$/gm)].at(-1)?.[1] ?? "none";
  await note(2);
  await expect.poll(first.text).toContain('"n":2');
  const second = ask(`?lastEventId=${encodeURIComponent(id)}`);
  await expect.poll(second.text).toContain('"n":2');
  expect(second.text()).not.toContain('"n":1');
  for (const { socket } of [first, second]) socket.destroy();
});

test("signing out ends the streams of the session", async ({ belfry, page, signIn }) => {
  await signIn(page);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const response = await fetch(`${belfry.url}/api/stream`, { headers: { Cookie: cookie } });
  if (!response.body) throw new Error("the answer has no body");
  const reader = new Reader(response.body);
  await expect.poll(() => reader.lastId).not.toBe("");
  const { csrfToken } = (await (await page.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  await page.request.post("/api/auth/signout", { form: { csrfToken }, maxRedirects: 0 });
  await expect.poll(() => reader.ended).toBe(true);
});
