import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { frontAlone } from "./test/front.ts";

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) =>
    response
      .setHeader("X-Cookies", request.headers.cookie ?? "none")
      .setHeader("X-Policy", request.headers["content-security-policy"] ?? "none")
      .setHeader("X-Action-Host", request.headers["x-forwarded-host"] ?? "none")
      .end(`passed on: ${request.method} ${request.url} to ${request.headers.host}`),
  );
  frontAlone(server, { AUTH_URL: "https://belfry.example" });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

describe("before Next.js sees a request", () => {
  it.each([
    ["GET", "/notifications/%E0%A4%A", 400],
    ["GET", "/notifications/%zz?as_of=x", 400],
    ["GET", "/%", 400],
    ["DELETE", "/notifications/core/", 400],
    ["PATCH", "/notifications//?as_of=x", 400],
    ["PATCH", "/api/undo", 405],
    ["GET", "/api/undo", 405],
    ["POST", "/healthz", 405],
  ])("%s %s is %i", async (method, path, status) => {
    const response = await fetch(url + path, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("strict-transport-security")).toBe("max-age=63072000");
    expect(await response.json()).toMatchObject(status === 400 ? { status, errors: [{ path: "path" }] } : { status });
    expect(response.headers.get("allow")?.split(", ")).toEqual(
      status === 405 ? (path === "/healthz" ? ["GET", "HEAD", "OPTIONS"] : ["POST", "OPTIONS"]) : undefined,
    );
  });

  it.each(["/healthz", "/", "/settings", "/_next/anything", "/hub/notifications"])(
    "%s with thousands of parameters is refused at once, and taken with a hundred",
    async (path) => {
      for (const part of ["a&", "&", "a[]=1&", "_rsc=1&"]) {
        const refused = await fetch(`${url}${path}?${part.repeat(1500)}`);
        expect(refused.status).toBe(400);
        expect(await refused.json()).toMatchObject({ errors: [{ path: "query" }] });
      }
      const passed = `${path}?${Array.from({ length: 100 }, (_, n) => `p${n}=`).join("&")}`;
      const taken = path === "/healthz" ? '{"status":"ok"}' : `passed on: GET ${passed} to`;
      expect(await (await fetch(url + passed)).text()).toContain(taken);
    },
  );

  it("what is longer than any request of ours is refused: headers, a path, a page's query", async () => {
    const path = async (given: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(url + given, { headers });
      const { errors } = answer.status === 400 ? ((await answer.json()) as { errors: { path: string }[] }) : {};
      return errors?.[0]?.path ?? answer.status;
    };
    const headers = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`x-${n}`, "a"]));
    expect(await path("/settings", headers(101))).toBe("headers");
    expect(await path("/healthz", headers(101))).toBe("headers");
    expect(await path("/settings", headers(80))).toBe(200);
    for (const part of ["/a", "/%61", "x"])
      for (const before of ["/nowhere", "/notifications/"]) {
        expect(await path(before + part.repeat(4000 / part.length))).toBe("path");
      }
    expect(await path(`/nowhere${"/a".repeat(1990)}`)).toBe(200);
    expect(await path(`/sign-in?from=${"+".repeat(2000)}`)).toBe("query");
    expect(await path(`/sign-in?from=${"+".repeat(1900)}`)).toBe(200);
    // Programs say at which state they were; providers send codes of any length.
    for (const long of ["/healthz", "/api/auth/callback/oidc"])
      expect(await path(`${long}?code=${"x".repeat(9000)}`)).toBe(200);
  });

  it("cookies are passed on as far as they are ours, however many come", async () => {
    const others = Array.from({ length: 2000 }, (_, n) => `c${n.toString(36)}=`).join("; ");
    const cookies = async (cookie: string) =>
      (await fetch(`${url}/cookies`, { headers: { cookie } })).headers.get("x-cookies");
    expect(await cookies(`a=1; __Host-belfry-session=x=y; ${others};belfry-theme=dark`)).toBe(
      "__Host-belfry-session=x=y; belfry-theme=dark",
    );
    expect(await cookies(others)).toBe("none");
    const chunks = Array.from({ length: 500 }, (_, n) => `belfry-session.${n}=a`);
    expect(await cookies(chunks.join("; "))).toBe(chunks.slice(0, 20).join("; "));
  });

  it("pictures are made for nobody, two hosts are none, and a page's state has to be one", async () => {
    expect((await fetch(`${url}/_next/image?url=%2Fa.png&w=64&q=75`)).status).toBe(404);
    const { port } = new URL(url);
    const wire = connect(Number(port), "127.0.0.1");
    wire.write("GET /healthz HTTP/1.1\r\nHost: a.example\r\nhost: b.example\r\nConnection: close\r\n\r\n");
    expect(await text(wire)).toMatch(/^HTTP\/1\.1 400 [^]*"path":"Host"/);
    const state = async (tree: string) =>
      (await fetch(`${url}/settings`, { headers: { "Next-Router-State-Tree": tree } })).status;
    for (const torn of ["{", "%", "null", "1", "[1,{}]", "[[1],{}]", '[""]', '["",{"children":1}]', "[".repeat(9000)])
      expect(await state(torn), torn.slice(0, 20)).toBe(400);
    const whole = ["", { children: [["id", "7", "d"], { children: ["__PAGE__", {}] }] }, null, null, true];
    expect(await state(encodeURIComponent(JSON.stringify(whole)))).toBe(200);
  });

  it("forms of several parts, and what says that it is too large, are refused unread", async () => {
    const post = (headers: Record<string, string>, body: string) =>
      fetch(`${url}/settings`, { method: "POST", headers, body });
    expect((await post({ "Content-Type": "multipart/form-data; boundary=" }, "x")).status).toBe(400);
    expect((await post({}, "x".repeat(256 * 1024 + 1))).status).toBe(413);
    expect((await post({}, "x".repeat(256 * 1024))).status).toBe(200);
  });

  it("a body that nobody wants is read before the answer, up to 4 MiB of it, so that the answer arrives", async () => {
    const post = (bytes: number, chunked: boolean) =>
      new Promise<{ status: string; kept: boolean }>((resolve, reject) => {
        // As a proxy does it that speaks HTTP/1.0: all of the request first, the answer after.
        const socket = connect(Number(new URL(url).port), "127.0.0.1");
        let text = "";
        socket.on("error", reject).on("data", (chunk: Buffer) => (text += chunk.toString()));
        socket.on("close", () => resolve({ status: text.slice(9, 12), kept: !/connection: close/i.test(text) }));
        const length = chunked ? "Transfer-Encoding: chunked" : `Content-Length: ${bytes}`;
        socket.write(`POST /settings HTTP/1.1\r\nHost: x\r\n${length}\r\n\r\n`);
        const body = "x".repeat(bytes);
        socket.write(chunked ? `${bytes.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body, () => socket.end());
      });
    expect(await post(900_000, false)).toEqual({ status: "413", kept: true });
    expect(await post(3_900_000, false)).toEqual({ status: "413", kept: true });
    expect(await post(100_000, true)).toEqual({ status: "200", kept: true });
    for (let n = 0; n < 20; n++) {
      const answer = await fetch(`${url}/notifications`, { method: "POST", body: "x".repeat(900_000) });
      expect(answer.status).toBe(413);
    }
  });

  it("who says only that it is too large is answered too, and let go of", async () => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write("POST /notifications HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1.1 413 [^]*connection: close/i);
  });

  it.each(["/settings", "/nowhere", "/notifications/a/b/c", "//"])(
    "a server action from another site is refused at %s",
    async (path) => {
      const act = async (headers: Record<string, string>) =>
        (
          await fetch(url + path, {
            method: "POST",
            headers: { "Next-Action": "0".repeat(42), ...headers },
            body: "[]",
          })
        ).status;
      expect(await act({ "Sec-Fetch-Site": "cross-site" })).toBe(403);
      expect(await act({ Origin: "https://evil.example" })).toBe(403);
      expect(await act({ "Sec-Fetch-Site": "same-origin" })).toBe(200);
      expect(await act({ Origin: "https://belfry.example" })).toBe(200);
    },
  );

  it.each(["/hub/notifications/a%20b", "/?category=%E0%A4%A", "/", "/nowhere/at/all", "/notifications/"])(
    "%s is passed on",
    async (path) => {
      const response = await fetch(url + path);
      expect(await response.text()).toBe(`passed on: GET ${path} to ${new URL(url).host}`);
      expect(response.headers.get("x-frame-options")).toBe("DENY");
    },
  );

  it("a page gets a policy with a nonce of its own, which Next.js reads", async () => {
    const policies = await Promise.all(
      ["/", "/", "/nowhere"].map(async (path) => {
        // What somebody else writes there is not read.
        const { headers } = await fetch(url + path, {
          headers: { "Content-Security-Policy": "script-src 'nonce-ours'" },
        });
        expect(headers.get("x-policy")).toBe(headers.get("content-security-policy"));
        return headers.get("content-security-policy");
      }),
    );
    expect(new Set(policies).size).toBe(3);
    for (const policy of policies) expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]{22}=='; /);
    expect((await fetch(`${url}/_next/static/a.js`)).headers.get("content-security-policy")).toContain(
      "default-src 'none'",
    );
  });

  it("a server action comes from the host that its page has", async () => {
    const act = (headers: Record<string, string>) =>
      fetch(`${url}/settings`, { method: "POST", body: "[]", headers: { "Next-Action": "0".repeat(42), ...headers } });
    const ours = await act({ Origin: "https://belfry.example" });
    expect([ours.status, ours.headers.get("x-action-host")]).toEqual([200, "belfry.example"]);
    expect((await act({ "Sec-Fetch-Site": "same-origin" })).headers.get("x-action-host")).toBe("none");
  });
});
