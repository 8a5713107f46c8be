import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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
  response.end("drawn " + ++drawn + ": " + request.url + " in " + requestMeta.relativeProjectDir);
};
let drawn = 0;`;

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
  symlinkSync(folder, `${folder}-link`);
  vi.stubEnv("BELFRY_PLACED_IN", `${folder}-link`);
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
  rmSync(`${folder}-link`);
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
  async (path) => expect(await ask(path)).toEqual([200, expect.stringMatching(/^drawn /)]),
);

it.each([
  "/",
  "/a-b/c",
  "/services/belfry/a-b",
  "/services/belfry/a-b/c/",
  "/services/belfry/of/1",
  "/services/belfry/x",
])("%s is left to Next.js", async (path) => expect(await ask(path)).toEqual([200, `passed on: ${path}`]));

it.each([
  ...["RSC", "Next-Url", "Next-Resume", "X-Nextjs-Data", "X-Matched-Path", "X-Middleware-Next", "X-Now-Route-Matches"],
  ...["X-Prerender-Revalidate", "X-Invoke-Path"],
])("what says %s is left to Next.js, which knows what that means", async (name) => {
  const path = "/services/belfry/a-b/c";
  expect(await ask(path, "GET", { [name]: "%5B%5D" })).toEqual([200, `passed on: ${path}`]);
});

it.each(["nxtPid=1", "a=1&nxtIid=1", "%6extPid=1", "a=1?b&nxtPid=1", "nextInternalLocale=de"])(
  "what asks with %s is left to Next.js",
  async (query) => {
    const path = `/services/belfry/a-b/c?${query}`;
    expect(await ask(path)).toEqual([200, `passed on: ${path}`]);
  },
);

it.each(["POST", "PUT", "DELETE"])("%s is left to Next.js", async (method) => {
  expect(await ask("/services/belfry/a-b/c", method)).toEqual([200, "passed on: /services/belfry/a-b/c"]);
});

it("so is what is asked for its head", async () => {
  expect(await ask("/services/belfry/a-b/c", "HEAD")).toEqual([200, ""]);
});

it("an entry is loaded once, and told where it truly lies", async () => {
  const [[, first], [, second]] = [await ask("/services/belfry/a-b/c"), await ask("/services/belfry/a-b/c")];
  const [, count] = /^drawn (\d+)/.exec(first) ?? [];
  const place = path.relative(process.cwd(), realpathSync(folder));
  expect(second).toBe(`drawn ${Number(count) + 1}: /services/belfry/a-b/c in ${place}`);
});

it("an entry that fails is our own error, and not a request without an answer", async () => {
  const [status, said] = await ask("/services/belfry/a-b/c?fails");
  expect(status).toBe(500);
  expect(said).toContain("Something went wrong on our side.");
});
