import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withoutScripts } from "./kept-page.ts";
import { frontAlone } from "./test/front.ts";

let server: Server;
let url: string;
let drawn: string[] = [];
let fails = true;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { cookie = "", rsc } = request.headers;
    drawn.push(rsc === undefined ? cookie : "rsc");
    response.statusCode = fails ? 500 : 200;
    response.setHeader(
      "Content-Type",
      request.url?.endsWith(".json") ? "application/json" : "text/html; charset=utf-8",
    );
    response.end(`<html><script nonce="a">1</script><p>${cookie}</p><script nonce="a" data-kept="">2</script></html>`);
  });
  frontAlone(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it("a page that could not be drawn is not kept; one that was is drawn once a theme, with nobody signed in", async () => {
  expect((await fetch(url)).status).toBe(500);
  fails = false;
  drawn = [];
  const cookie = "belfry-session=secret; belfry-theme=dark";
  const answers = await Promise.all([fetch(url), fetch(`${url}?x`), fetch(url, { headers: { cookie } })]);
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  const own = '<script data-kept="">2</script>';
  expect(texts).toEqual(["system", "system", "dark"].map((theme) => `<html><p>belfry-theme=${theme}</p>${own}</html>`));
  expect(drawn.sort()).toEqual(["belfry-theme=dark", "belfry-theme=system"]);
  const [first, second, dark] = answers.map(({ headers }) => headers.get("etag") ?? "");
  expect(second).toBe(first);
  expect(dark).not.toBe(first);
  for (const { headers } of answers) {
    expect(headers.get("content-encoding")).toBe("gzip");
    expect(headers.get("vary")).toBe("Accept-Encoding, Cookie");
    const hash = createHash("sha256").update("2").digest("base64");
    expect(headers.get("content-security-policy")).toContain(`; script-src 'sha256-${hash}'; `);
  }

  const again = await fetch(url, { headers: { "if-none-match": first ?? "" } });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  const plain = await fetch(url, { headers: { "accept-encoding": "identity" } });
  expect([plain.headers.get("content-encoding"), await plain.text()]).toEqual([null, texts[0]]);
  const head = await fetch(url, { method: "HEAD", headers: { "accept-encoding": "identity" } });
  expect(head.headers.get("content-length")).toBe(String(texts[0]?.length));
  expect(drawn).toHaveLength(2);
});

it("what the search reads is kept as it is, and what is no page of the documentation is left to Next.js", async () => {
  drawn = [];
  const words = [await fetch(`${url}/search.json`), await fetch(`${url}/search.json`)];
  expect(words.map(({ headers }) => headers.get("content-type"))).toEqual(["application/json", "application/json"]);
  expect(await words[0]?.text()).toContain("<script nonce");
  expect(drawn).toHaveLength(1);
  await fetch(`${url}/nothing`);
  await fetch(`${url}/nothing`);
  expect(drawn).toHaveLength(3);
});

it("what a page of ours asks for in order to go there is left to Next.js", async () => {
  drawn = [];
  await fetch(`${url}?_rsc=1`, { headers: { rsc: "1" } });
  expect(drawn).toEqual(["rsc"]);
});

it("nothing runs on it but its own, and its text stays", () => {
  const page = `<head><link rel="stylesheet" href="a.css" nonce="n"/><link rel="preload" as="script" href="b.js"/><script src="b.js" async=""></script></head><p>&lt;script&gt;</p><script>a("</p>")
</script>`;
  expect(withoutScripts(page)).toBe(`<head><link rel="stylesheet" href="a.css"/></head><p>&lt;script&gt;</p>`);
});
