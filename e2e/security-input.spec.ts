import { openWire } from "./open-wire.ts";
import { expect, test } from "./fixtures.ts";

const notification = (data: string, more = "") => `{"type":"note","origin":"core","data":${data}${more}}`;
const nested = (depth: number, open: string, close: string, inside: string) =>
  open.repeat(depth) + inside + close.repeat(depth);

/** Bodies that parsers are known to stumble over, and what publishing them comes to. */
const bodies: [what: string, body: string | Uint8Array<ArrayBuffer>, status: number][] = [
  ["nothing", "", 400],
  ["no JSON", "{", 400],
  ["two documents", "{}{}", 400],
  ["not a number", notification('{"n":NaN}'), 400],
  ["half a surrogate pair", notification('{"title":"\\ud800"}'), 400],
  ["a NUL", notification('{"title":"a\\u0000b"}'), 400],
  [
    "broken UTF-8",
    Buffer.concat([
      Buffer.from('{"type":"note","origin":"core","data":{"title":"'),
      Buffer.from([0xc3, 0x28, 0xff]),
      Buffer.from('"}}'),
    ]),
    400,
  ],
  ["UTF-16", Buffer.from(notification("{}"), "utf16le"), 400],
  ["every kind of Unicode", notification(JSON.stringify({ title: "👩‍👩‍👧‍👦 ‮olleh ﷽ Z̸͈͝ ı İ ß ﬁ 𝕳 \u2028 \ufeff" })), 201],
  ["huge numbers", notification('{"a":1e308,"b":-0,"c":9007199254740991,"d":1e-300}'), 201],
  ["a whole number that would lose digits", notification('{"a":123456789012345678901234567890}'), 400],
  ["a number too close to 0", notification('{"a":1e-400}'), 400],
  ["a number that is none", notification('{"a":1e999}'), 400],
  ["a timestamp beyond time", notification("{}", ',"timestamp":8640000000000001'), 400],
  ["a timestamp below zero", notification("{}", ',"timestamp":-1e300'), 400],
  ["a key twice", notification('{"a":1,"a":2}', ',"origin":"core"'), 201],
  ["a key twice, the last of another origin", notification("{}", ',"origin":"nowhere"'), 404],
  ["a prototype", notification('{"__proto__":{"admin":true}}'), 400],
  ["a constructor", notification('{"constructor":{"prototype":{}}}'), 201],
  ["a prototype of the body", `{"__proto__":{"type":"note"},"origin":"core","data":{}}`, 400],
  ["arrays 100,000 deep", nested(100_000, "[", "]", "1"), 400],
  ["objects 30,000 deep", nested(30_000, '{"a":', "}", "1"), 400],
  ["data 1,000 deep", notification(nested(1000, '{"a":', "}", "1")), 400],
  ["data 50 deep", notification(nested(50, '{"a":', "}", "1")), 201],
  ["data beyond 16 KiB", notification(JSON.stringify({ title: "x".repeat(17_000) })), 400],
  ["501 in an array", `[${Array.from({ length: 501 }, () => notification("{}")).join()}]`, 400],
  ["an empty array", "[]", 201],
  ["100,000 keys", `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":1`).join()}}`, 400],
];

test("whatever a body holds, the answer is one of ours", async ({ belfry }) => {
  await belfry.api("PUT", "/api/origins/core");
  for (const [what, body, status] of bodies) {
    const response = await fetch(`${belfry.url}/notifications`, {
      method: "POST",
      headers: { Authorization: `Bearer ${belfry.admin.token}`, "Content-Type": "application/json" },
      body,
    });
    expect(response.status, what).toBe(status);
    if (status >= 400) {
      expect(response.headers.get("content-type"), what).toBe("application/problem+json");
      const { status: told, detail } = (await response.json()) as { status: number; detail: string };
      expect(told, what).toBe(status);
      expect(detail.length, what).toBeGreaterThan(5);
    }
  }
  expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
});

test("whatever a request's line and headers hold, the server answers or hangs up, and lives on", async ({ belfry }) => {
  const paths = [
    "/%",
    "/%zz",
    "/%ff",
    "/%00",
    "/notifications/%00",
    "/notifications/core/99999999999999999999",
    "/notifications/core?range=1e99",
    "/notifications?limit=0x10",
    "/notifications?limit[]=1",
    "/notifications/..%2f..%2fetc%2fpasswd",
    "/..;/etc/passwd",
    "/_next/../../etc/passwd",
    "/_next/static/%2e%2e/%2e%2e/package.json",
    "/_next/image?url=http://127.0.0.1:1/x&w=64&q=1",
    "/api/auth/%ff",
    "/api/auth/callback/%2e%2e",
    "/api/origins/%F0%9F%91%A9",
    `/${"a".repeat(8000)}`,
    `/notifications/${"a".repeat(300)}`,
    "/hub/api/notifications/broadcast/-1",
    "/hub/api/notifications/broadcast/NaN",
    "//",
    "/?x=%ff%fe",
    "/\\..\\..\\x",
  ];
  const wires: [what: string, bytes: string][] = [
    ...paths.flatMap((path): [string, string][] =>
      (["GET", "DELETE"] as const).map((method) => [
        `${method} ${path.slice(0, 60)}`,
        `${method} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${belfry.admin.token}\r\nConnection: close\r\n\r\n`,
      ]),
    ),
    [
      "an absolute address",
      "GET http://evil.example/notifications HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    ],
    ["an address of authority alone", "GET evil:80 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
    ["OPTIONS of all", "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
    ["TRACE", "TRACE /notifications HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
    ["a method nobody knows", "BREW /pot HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
    ["CONNECT", "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n"],
    ["no host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"],
    ["a host that is none", "GET /sign-in HTTP/1.1\r\nHost: a b/c@d\r\nConnection: close\r\n\r\n"],
    ["two lengths", "POST /notifications HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}"],
    [
      "a length and chunks",
      "POST /notifications HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["a length below zero", "POST /notifications HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"],
    ["headers beyond all measure", `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${"a".repeat(40_000)}\r\n\r\n`],
    [
      "a token beyond all measure",
      `GET /notifications HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${"a".repeat(10_000)}\r\nConnection: close\r\n\r\n`,
    ],
    [
      "a cookie in Latin-1",
      "GET /notifications HTTP/1.1\r\nHost: x\r\nCookie: belfry-session=\xff\xfe; =; ;;\r\nConnection: close\r\n\r\n",
    ],
    [
      "a Last-Event-ID that is none",
      `GET /api/stream HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer blf_nobody\r\nLast-Event-ID: ${"9".repeat(3000)}\r\n\r\n`,
    ],
    [
      "an Accept that is none",
      "GET /notifications HTTP/1.1\r\nHost: x\r\nAccept: \xff/;q=\r\nConnection: close\r\n\r\n",
    ],
    [
      "an If-None-Match that is none",
      `GET /notifications HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${belfry.admin.token}\r\nIf-None-Match: ${'"'.repeat(500)}\r\nConnection: close\r\n\r\n`,
    ],
    [
      "a server action nobody has",
      "POST / HTTP/1.1\r\nHost: x\r\nNext-Action: x\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]",
    ],
    [
      "a form that is none",
      "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=\r\nContent-Length: 2\r\nConnection: close\r\n\r\nxx",
    ],
    [
      "parts of React's own",
      "GET /settings HTTP/1.1\r\nHost: x\r\nRSC: 1\r\nNext-Router-State-Tree: %ff\r\nConnection: close\r\n\r\n",
    ],
    [
      "an internal header of Next.js's",
      "GET /admin/people HTTP/1.1\r\nHost: x\r\nx-middleware-subrequest: proxy:proxy:proxy:proxy:proxy\r\nConnection: close\r\n\r\n",
    ],
    ["no HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
  ];
  for (const [what, bytes] of wires) {
    const wire = openWire(belfry.url, Buffer.from(bytes, "latin1"));
    const answer = await wire.closed;
    expect(answer, what).not.toMatch(/^HTTP\/1.1 5\d\d/);
    expect(answer, what).not.toMatch(/root:|"dependencies"|at \w+ \(/);
  }
  expect((await fetch(`${belfry.url}/readyz`)).status).toBe(200);
});

test("who asks for another protocol is answered in HTTP, by what stands before Next.js as well, and let go of", async ({
  belfry,
}) => {
  const answers: [path: string, status: number][] = [
    ["/healthz", 200],
    ["/notifications", 401],
    ["/_next/webpack-hmr", 404],
  ];
  for (const [path, status] of answers) {
    const wire = openWire(
      belfry.url,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    const answer = await wire.closed;
    expect(answer, path).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer, path).toMatch(/^x-content-type-options: nosniff/im);
  }
});

test("a server action is taken as our pages send it, and in no other way", async ({ belfry, page, signIn }) => {
  const errors = (): string[] => belfry.said().match(/^.*"level":50.*$/gm) ?? [];
  const earlier = errors();
  await signIn(page);
  await page.goto("/settings");
  await page.getByRole("button", { name: "New token" }).click();
  const sent = page.waitForRequest((request) => request.headers()["next-action"] !== undefined);
  await page.getByRole("dialog").getByRole("button", { name: "Make token" }).click();
  const request = await sent;
  const { cookie = "", "next-action": id = "", "content-type": type = "" } = await request.allHeaders();
  const body = request.postData() ?? "";
  const act = (given: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${belfry.url}/settings`, {
      method: "POST",
      headers: { cookie, "Next-Action": id, "Content-Type": type, ...headers },
      body: given,
      duplex: "half",
    } as RequestInit);
  expect((await act(body)).status).toBe(200);
  const torn = ["", "[", "{}", '["$F1"]', '["$1:__proto__:constructor"]', '["$@0"]', '["$Q1"]', "[".repeat(100_000)];
  for (const each of torn) expect((await act(each)).status, each.slice(0, 40)).toBe(400);
  const multipart = { "Content-Type": "multipart/form-data; boundary=x" };
  expect((await act("--x\r\nContent-Disposition: form-data; name=0\r\n\r\n[", multipart)).status).toBe(400);
  for (const other of ["__proto__", "constructor", "0".repeat(41)])
    expect((await act(body, { "Next-Action": other })).status, other).toBe(400);
  const chunks = async function* () {
    for (let n = 0; n < 30; n++) yield Buffer.alloc(16_384, " ");
  };
  expect((await act(chunks() as never)).status).toBe(413);
  expect(errors().filter((line) => !earlier.includes(line))).toEqual([]);
});
