import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

const folder = mkdtempSync(path.join(tmpdir(), "belfry-pages-"));

/** What stands for the build of a page. */
const entry = `exports.handler = async (request, response, { requestMeta }) => {
  if (request.url.includes("fails")) throw new Error("it can't be drawn");
  response.end("drawn: " + request.url + " for " + typeof requestMeta.relativeProjectDir);
};`;

const server = createServer((request, response) => response.end(`passed on: ${request.url}`));

beforeAll(async () => {
  const files = {
    "/page": "page",
    "/a-b/c/page": "c",
    "/of/[id]/page": "id",
    "/_not-found/page": "no",
    "/x/route": "x",
  };
  const built = path.join(folder, ".next", "server");
  mkdirSync(built, { recursive: true });
  writeFileSync(
    path.join(built, "app-paths-manifest.json"),
    JSON.stringify(Object.fromEntries(Object.entries(files).map(([name, file]) => [name, `${file}.js`]))),
  );
  for (const file of Object.values(files)) writeFileSync(path.join(built, `${file}.js`), entry);
  vi.stubEnv("BELFRY_PLACED_IN", folder);
  vi.stubEnv("BASE_PATH", "/services/belfry");
  vi.resetModules();
  const { frontAlone } = await import("./test/front.ts");
  frontAlone(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

async function ask(path: string, method = "GET", headers: Record<string, string> = {}): Promise<[number, string]> {
  const { port } = server.address() as AddressInfo;
  const [answer] = (await once(request({ port, path, method, headers, agent: false }).end(), "response")) as [
    IncomingMessage,
  ];
  return [answer.statusCode ?? 0, await text(answer)];
}

it.each(["/services/belfry", "/services/belfry?a=1", "/services/belfry/a-b/c", "/services/belfry/a-b/c?item=1"])(
  "%s is drawn by its entry",
  async (path) => expect(await ask(path)).toEqual([200, `drawn: ${path} for string`]),
);

it.each([
  "/",
  "/a-b/c",
  "/services/belfry/a-b",
  "/services/belfry/a-b/c/",
  "/services/belfry/of/1",
  "/services/belfry/x",
])("%s is left to Next.js", async (path) => expect(await ask(path)).toEqual([200, `passed on: ${path}`]));

it.each(["RSC", "Next-Url", "Next-Resume", "X-Nextjs-Data", "X-Matched-Path", "X-Middleware-Next"])(
  "what says %s is left to Next.js, which knows what that means",
  async (name) => {
    const path = "/services/belfry/a-b/c";
    expect(await ask(path, "GET", { [name]: "%5B%5D" })).toEqual([200, `passed on: ${path}`]);
  },
);

it("another method is left to Next.js", async () => {
  expect(await ask("/services/belfry/a-b/c", "PUT")).toEqual([200, "passed on: /services/belfry/a-b/c"]);
});

it("an entry that fails is our own error, and not a request without an answer", async () => {
  const [status, said] = await ask("/services/belfry/a-b/c?fails");
  expect(status).toBe(500);
  expect(said).toContain("Something went wrong on our side.");
});
