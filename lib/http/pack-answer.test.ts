import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createGunzip, gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { packAnswer } from "./pack-answer.ts";

/** Asks a server whose answers are packed. @param respond what stands behind it */
async function ask(
  respond: (response: ServerResponse) => void,
  { method = "GET", accepts = "gzip, deflate" }: { method?: string; accepts?: string } = {},
): Promise<IncomingMessage> {
  const server = createServer((asked, response) => {
    packAnswer(asked, response);
    respond(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const asking = request({ port, method, agent: false, headers: { "accept-encoding": accepts } }).end();
  const [answer] = (await once(asking, "response")) as [IncomingMessage];
  return answer;
}

const bodyOf = async (answer: IncomingMessage) => Buffer.concat(await Array.fromAsync(answer));

const html = { "Content-Type": "text/html; charset=utf-8" };

function head(response: ServerResponse, headers: OutgoingHttpHeaders, status = 200): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value ?? "");
}

const long = "<p>All labs were told.</p>".repeat(1000);

test("what is whole at once is packed and sent in one piece, with its length", async () => {
  const answer = await ask((response) => {
    head(response, { ...html, Vary: "rsc", "Content-Length": 12 });
    response.flushHeaders();
    response.write(Buffer.from(long));
    response.write(long, "utf8", () => response.end("</html>"));
  });
  const body = await bodyOf(answer);
  expect(gunzipSync(body).toString()).toBe(`${long}${long}</html>`);
  expect(answer.headers).toMatchObject({
    "content-encoding": "gzip",
    "content-length": String(body.byteLength),
    vary: "rsc, Accept-Encoding",
  });
  expect(answer.headers["transfer-encoding"]).toBeUndefined();
});

test("what takes longer comes packed as it is written, each piece by itself", async () => {
  const { promise: read, resolve: goOn } = Promise.withResolvers<void>();
  const answer = await ask((response) => {
    head(response, html);
    response.write("first");
    response.write(" and second");
    void read.then(() => response.end(" and last"));
  });
  const unpacked = answer.pipe(createGunzip());
  let text = "";
  for await (const piece of unpacked) {
    text += String(piece);
    if (text === "first and second") goOn();
  }
  expect(text).toBe("first and second and last");
  expect(answer.headers["content-encoding"]).toBe("gzip");
});

test("a long answer waits for a reader who is slow", async () => {
  const piece = randomBytes(1 << 20).toString("base64");
  const pieces = 16;
  let waited = 0;
  const answer = await ask((response) => {
    head(response, html);
    void (async () => {
      for (let nth = 0; nth < pieces; nth++) {
        // The first are held.
        if (nth === 1) await sleep(20);
        if (response.write(piece)) continue;
        waited += 1;
        await once(response, "drain");
      }
      response.end();
    })();
  });
  await sleep(100);
  const body = await bodyOf(answer);
  expect(gunzipSync(body).toString() === piece.repeat(pieces)).toBe(true);
  expect(waited).toBeGreaterThan(0);
});

test.each<[string, OutgoingHttpHeaders, { accepts?: string; status?: number; body?: string; vary?: string }]>([
  ["who can't unpack it", html, { accepts: "identity", vary: "Accept-Encoding" }],
  ["what is short", html, { body: "<p>Hello</p>", vary: "Accept-Encoding" }],
  ["a picture", { "Content-Type": "image/png" }, {}],
  ["what says nothing of its type", {}, {}],
  ["what is packed already", { ...html, "Content-Encoding": "br" }, {}],
  ["what is not to be changed on its way", { ...html, "Cache-Control": "no-cache, no-transform" }, {}],
  ["a part", { ...html, "Content-Range": "bytes 0-9/20" }, { status: 206 }],
])("%s: as it is", async (_, headers, { accepts, status = 200, body = long, vary }) => {
  const respond = (later: boolean) => (response: ServerResponse) => {
    head(response, headers, status);
    response.write(body.slice(0, 5));
    if (later) setTimeout(() => response.end(body.slice(5)), 20);
    else response.end(body.slice(5));
  };
  for (const later of [false, true]) {
    if (later && body !== long) continue;
    const answer = await ask(respond(later), accepts === undefined ? {} : { accepts });
    expect((await bodyOf(answer)).toString()).toBe(body);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-encoding"]).toBe(headers["Content-Encoding"]);
    expect(answer.headers.vary).toBe(vary);
  }
});

test("an answer without a body has none", async () => {
  const unchanged = await ask((response) => {
    head(response, { ETag: '"1"' }, 304);
    response.end();
  });
  expect([unchanged.statusCode, unchanged.headers["content-length"], String(await bodyOf(unchanged))]).toEqual([
    304,
    undefined,
    "",
  ]);
  const onlyHead = await ask(
    (response) => {
      head(response, html);
      response.end(long);
    },
    { method: "HEAD" },
  );
  expect(String(await bodyOf(onlyHead))).toBe("");
  expect(onlyHead.headers).toMatchObject({
    "content-encoding": "gzip",
    "content-length": expect.stringMatching(/^\d+$/) as string,
  });
});

test("what says its head by itself keeps it", async () => {
  const answer = await ask((response) => response.writeHead(429, { ...html, "Content-Length": 5 }).end("later"));
  expect([answer.statusCode, answer.headers["content-length"], String(await bodyOf(answer))]).toEqual([
    429,
    "5",
    "later",
  ]);
});

test("who goes away while it comes in pieces is noticed", async () => {
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  const answer = await ask((response) => {
    head(response, html);
    response.write("first");
    response.once("close", resolve);
  });
  answer.destroy();
  await gone;
});
