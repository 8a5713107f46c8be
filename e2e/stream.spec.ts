import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openEmbedded } from "#db/embedded.ts";
import { Reader } from "#lib/live/test/reader.ts";
import { startServer } from "#scripts/demo/server.ts";
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
  test.setTimeout(120_000);
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
