import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isArguments } from "./action-body.ts";
import { bodyLimitBytes } from "./read-body.ts";
import { frontAlone } from "./test/front.ts";

let server: Server;
let url: string;

beforeAll(async () => {
  // What comes after must find the whole body, however late it begins to read.
  server = createServer((request, response) => {
    setTimeout(() => void text(request).then((body) => response.end(`acted on ${body}`)), 5);
  });
  frontAlone(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

const id = "40".padEnd(42, "a");
const act = (body: RequestInit["body"], headers: Record<string, string> = {}) =>
  fetch(`${url}/settings`, {
    method: "POST",
    headers: { "Next-Action": id, "Content-Type": "text/plain;charset=UTF-8", ...headers },
    body: body ?? null,
    duplex: "half",
  } as RequestInit);

async function* inPieces(whole: string, bytes: number) {
  for (let at = 0; at < whole.length; at += bytes) {
    yield Buffer.from(whole.slice(at, at + bytes));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("a server action", () => {
  it("comes with its arguments whole, in one piece or in many", async () => {
    const sent = JSON.stringify([{ message: "x".repeat(100_000), on: true, none: null, price: "$$5" }, 7]);
    expect(await (await act(sent)).text()).toBe(`acted on ${sent}`);
    for (const bytes of [30_000, 99_999])
      expect(await (await act(inPieces(sent, bytes) as never)).text()).toBe(`acted on ${sent}`);
    expect(await (await act("[]")).text()).toBe("acted on []");
  });

  it("leaves its connection fit for the next request", async () => {
    const wire = connect(Number(new URL(url).port), "127.0.0.1");
    const head = `POST /settings HTTP/1.1\r\nHost: x\r\nNext-Action: ${id}\r\nContent-Type: text/plain\r\n`;
    const one = (body: string) => `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
    wire.write(`${one("[1]")}${one("[")}${one("")}${one("[2]").replace("Host: x", "Host: x\r\nConnection: close")}`);
    const said = await text(wire);
    expect([...said.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(["200", "400", "400", "200"]);
    expect(said).toMatch(/acted on \[1\][^]*acted on \[2\]/);
  });

  it.each([
    ["no JSON", "["],
    ["nothing", ""],
    ["no list", '{"0":1}'],
    ["no UTF-8", new Uint8Array([0x5b, 0x22, 0xff, 0x22, 0x5d])],
    ["a function of the server's", '["$F1"]'],
    ["a part that is not there", '["$1"]'],
    ["the prototype of another part", '["$1:__proto__:then"]'],
    ["a stream", '["$r0"]'],
    ["a key that is none", '[{"__proto__":{"a":1}}]'],
    ["a thousand arguments and one", JSON.stringify(Array.from({ length: 1001 }, () => 0))],
    ["lists without end", "[".repeat(50_000) + "]".repeat(50_000)],
  ])("with %s is 400", async (_, body) => {
    const refused = await act(body);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errors: [{ path: "body" }] });
  });

  it("of no number, or as another type, is 400", async () => {
    for (const [headers, path] of [
      [{ "Next-Action": "x" }, "Next-Action"],
      [{ "Next-Action": "__proto__" }, "Next-Action"],
      [{ "Next-Action": "" }, "Next-Action"],
      [{ "Content-Type": "application/x-www-form-urlencoded" }, "Content-Type"],
      [{ "Content-Type": "multipart/form-data; boundary=torn" }, "Content-Type"],
    ] as const) {
      const refused = await act("[]", headers);
      expect(refused.status, JSON.stringify(headers)).toBe(400);
      expect(await refused.json()).toMatchObject({ errors: [{ path }] });
    }
  });

  it("over the limit is 413, whether it says so or not", async () => {
    const body = JSON.stringify(["x".repeat(bodyLimitBytes)]);
    expect((await act(body)).status).toBe(413);
    expect((await act(inPieces(body, 20_000) as never)).status).toBe(413);
  });

  it("whose sender goes away is answered to nobody, and nothing breaks", async () => {
    const wire = connect(Number(new URL(url).port), "127.0.0.1");
    wire.write(
      `POST / HTTP/1.1\r\nHost: x\r\nNext-Action: ${id}\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n[`,
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    wire.destroy();
    expect(await (await act("[3]")).text()).toBe("acted on [3]");
  });

  it("is taken with any arguments that hold no reference, and with no other", () => {
    const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        const escaped = JSON.stringify([value]).replaceAll('"$', '"$$$$');
        if (!escaped.includes('"__proto__":')) expect(isArguments(Buffer.from(escaped))).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (name) => {
        const isReference = !name.startsWith("$") && name !== "undefined";
        if (isReference) expect(isArguments(bytes([{ deep: [`$${name}`] }]))).toBe(false);
      }),
    );
  });
});
