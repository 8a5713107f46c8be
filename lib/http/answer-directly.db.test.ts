import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instance } from "#lib/instance.ts";
import { standBefore } from "./stand-before.ts";
import { newBearer, scratchInstance } from "./test/scratch-instance.ts";

const database = scratchInstance();
const said: string[] = [];
let server: Server;
let port: number;
let url: string;
let headers: Record<string, string>;

beforeAll(async () => {
  instance().log = pino({ level: "trace" }, { write: (line) => void said.push(line) });
  server = createServer((request, response) => response.end(`passed on: ${request.method} ${request.url}`));
  standBefore(server, instance());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
  url = `http://127.0.0.1:${port}`;
  const { token } = await newBearer(database(), "alice", ["admin", "publish", "notifications"], "admin");
  headers = { Authorization: `Bearer ${token}` };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("an endpoint is answered before Next.js sees the request", () => {
  it("with its parameters as they are meant", async () => {
    const put = await fetch(`${url}/api/origins/c%6Fre`, { method: "PUT", headers });
    expect([put.status, put.headers.get("content-length"), await put.text()]).toEqual([204, null, ""]);
    const got = await fetch(`${url}/api/origins/core`, { headers });
    expect(await got.json()).toMatchObject({ origin: "core" });
    expect(got.headers.get("cache-control")).toBe("private, no-cache");
    const other = await fetch(`${url}/api/origins/a%2Fb%25`, { headers });
    expect(await other.json()).toMatchObject({ status: 404, detail: "Nobody registered the origin a/b%." });
  });

  it("to HEAD and OPTIONS too", async () => {
    const head = await fetch(`${url}/notifications`, { method: "HEAD", headers });
    expect([head.status, head.headers.get("content-type"), await head.text()]).toEqual([200, "application/json", ""]);
    const options = await fetch(`${url}/notifications`, { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "DELETE, GET, HEAD, OPTIONS, PATCH, POST"]);
  });

  it("and its request's body is read", async () => {
    const post = (body: string) => fetch(`${url}/notifications`, { method: "POST", headers, body });
    await fetch(`${url}/api/origins/core`, { method: "PUT", headers });
    const published = await post('{"type":"note","origin":"core","data":{}}');
    expect([published.status, Object.keys((await published.json()) as object)]).toEqual([201, ["id"]]);
    expect((await post("{")).status).toBe(400);
  });

  it("and a form of several parts, where it takes one, as from a mail program", async () => {
    const post = (path: string) => {
      const form = new FormData();
      form.set("List-Unsubscribe", "One-Click");
      return fetch(url + path, { method: "POST", headers, body: form });
    };
    expect((await post("/api/mail/none-of-ours")).status).toBe(404);
    const refused = await post("/notifications");
    expect([refused.status, await refused.json()]).toMatchObject([400, { errors: [{ path: "Content-Type" }] }]);
  });

  it.each(["/notifications/", "/notifications/a\\b", "/api/unknown", "/"])("but not %s", async (path) => {
    const socket = connect(port, "127.0.0.1");
    socket.end(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    let answer = "";
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toContain(`passed on: GET ${path}`);
  });
});

describe("a client that hangs up while it posts", () => {
  it.each(["Content-Length: 1000\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"])(
    "is no error in the log (%j)",
    async (rest) => {
      said.length = 0;
      const closed = once(server, "request").then(([, response]) => once(response as NodeJS.EventEmitter, "close"));
      const socket = connect(port, "127.0.0.1");
      socket.write(`POST /notifications HTTP/1.1\r\nHost: x\r\nAuthorization: ${headers["Authorization"]}\r\n${rest}`);
      await once(server, "request");
      socket.destroy();
      await closed;
      // Whoever asks next is answered after whatever came of it.
      expect((await fetch(`${url}/api/origins`, { headers })).status).toBe(200);
      expect(said).toEqual([]);
    },
  );
});
