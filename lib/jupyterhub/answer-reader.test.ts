import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AnswerReader, NotHttp } from "./answer-reader.ts";

const ok = "HTTP/1.1 200 OK\r\n";

/** What comes of pieces that arrive one after the other into the same memory, as a socket's do. */
function readPieces(pieces: readonly Buffer[], mostBytes = 100) {
  const reader = new AnswerReader(mostBytes);
  const memory = Buffer.alloc(64 * 1024);
  let whole = false;
  for (const piece of pieces) {
    piece.copy(memory);
    whole = reader.read(memory.subarray(0, piece.length));
    memory.fill("#", 0, piece.length);
    if (whole) break;
  }
  const { status, body, truncated, reusable } = reader;
  return { status, body, whole: whole || reader.end(), truncated, ...(whole && { reusable }) };
}

const read = (text: string, mostBytes?: number) => readPieces([Buffer.from(text, "latin1")], mostBytes);

const answers: [string, string, object][] = [
  ["a length", `${ok}Content-Length: 5\r\n\r\nhello`, { status: 200, body: "hello", whole: true, reusable: true }],
  ["a length of nothing", `${ok}content-length: 0\r\n\r\n`, { body: "", whole: true, reusable: true }],
  ["204", "HTTP/1.1 204 No Content\r\n\r\n", { status: 204, body: "", whole: true, reusable: true }],
  [
    "304 with the length of what it leaves out",
    "HTTP/1.1 304 \r\nContent-Length: 9\r\n\r\n",
    { body: "", whole: true },
  ],
  ["a status without words", "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", { status: 404, whole: true }],
  [
    "chunks, with an extension and trailers",
    `${ok}Transfer-Encoding: gzip, Chunked\r\n\r\n3;a="b"\r\nhel\r\n2\r\nlo\r\n0\r\nX: y\r\nZ: \r\n\r\n`,
    { body: "hello", whole: true, reusable: true },
  ],
  ["no length, to the end", `${ok}Content-Type: text/html\r\n\r\nhello`, { body: "hello", whole: true }],
  ["a coding that no chunks end, to the end", `${ok}Transfer-Encoding: gzip\r\n\r\nx`, { body: "x", whole: true }],
  [
    "what was said before",
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: </x>\r\n\r\n${ok}Content-Length: 1\r\n\r\nx`,
    { status: 200, body: "x", whole: true, reusable: true },
  ],
  ["close", `${ok}Connection: keep-alive, Close\r\nContent-Length: 0\r\n\r\n`, { whole: true, reusable: false }],
  ["HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", { whole: true, reusable: false }],
  ["more than was asked for", `${ok}Content-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n`, { body: "x", reusable: false }],
  ["a length that is not reached", `${ok}Content-Length: 9\r\n\r\nhello`, { status: 200, body: "hello", whole: false }],
  ["chunks without the last", `${ok}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n`, { body: "x", whole: false }],
  ["half a head", "HTTP/1.1 200 OK\r\nContent-Le", { status: undefined, body: "", whole: false }],
  ["half a trailer", `${ok}Transfer-Encoding: chunked\r\n\r\n0\r\nX: `, { status: 200, whole: false }],
];

describe("an answer with", () => {
  test.each(answers)("%s", (_, text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  test("a body that is longer than what is taken is cut there", () => {
    const body = "x".repeat(101);
    for (const text of [
      `${ok}Content-Length: 101\r\n\r\n${body}`,
      `${ok}\r\n${body}`,
      `${ok}Transfer-Encoding: chunked\r\n\r\n65\r\n${body}\r\n0\r\n\r\n`,
    ])
      expect(read(text)).toEqual({
        ...{ status: 200, body: "x".repeat(100), whole: true, truncated: true, reusable: false },
      });
  });

  test("headers, whatever their case, and those that come twice", () => {
    const reader = new AnswerReader(100);
    reader.read(Buffer.from(`${ok}X-One:1\r\nx-two: \t a: b \t\r\nX-ONE:  \r\n__proto__: p\r\n\r\n`));
    expect([...reader.headers]).toEqual([
      ["x-one", "1, "],
      ["x-two", "a: b"],
      ["__proto__", "p"],
    ]);
  });

  test("letters that take several bytes, cut within one", () => {
    const bytes = Buffer.from(`${ok}Content-Length: 6\r\n\r\néé…`.replace("6", String(Buffer.byteLength("éé…"))));
    expect(readPieces(Array.from(bytes, (byte) => Buffer.of(byte)))).toMatchObject({ body: "éé…", whole: true });
  });
});

test("however an answer is cut, the same is read", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...answers.map(([, text]) => Buffer.from(text, "latin1"))),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
      (bytes, cuts) => {
        const at = [0, ...cuts.map((cut) => Math.floor(cut * bytes.length)).sort((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        const whole = readPieces([bytes]);
        // What comes after the end may come too late to be seen.
        const { reusable: _, ...seen } = readPieces(pieces);
        expect(whole).toMatchObject(seen);
      },
    ),
  );
});

describe("it is no answer where", () => {
  test.each([
    ["another protocol speaks", "SSH-2.0-OpenSSH_9.6\r\n"],
    ["one byte says so", "S"],
    ["HTTP has another version", "HTTP/2 200\r\n\r\n"],
    ["the status is none", "HTTP/1.1 OK\r\n\r\n"],
    ["the status is too long", "HTTP/1.1 2000 OK\r\n\r\n"],
    ["protocols are switched", "HTTP/1.1 101 Switching\r\n\r\n"],
    ["a header has no name", `${ok}: x\r\n\r\n`],
    ["a header has a space before its colon", `${ok}Content-Length : 5\r\n\r\nhello`],
    ["a header is folded", `${ok}X: a\r\n b\r\n\r\n`],
    ["a header holds a bare line end", `${ok}X: a\nContent-Length: 5\r\n\r\n`],
    ["a header holds NUL", `${ok}X: \0\r\n\r\n`],
    ["the status line holds a bare line end", "HTTP/1.1 200 OK\nX: y\r\n\r\n"],
    ["there are two lengths", `${ok}Content-Length: 5\r\nContent-Length: 6\r\n\r\n`],
    ["the length is no number", `${ok}Content-Length: -1\r\n\r\n`],
    ["there are a length and chunks", `${ok}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["a chunk has no size", `${ok}Transfer-Encoding: chunked\r\n\r\n;x\r\n`],
    ["a chunk's size is endless", `${ok}Transfer-Encoding: chunked\r\n\r\n000000001\r\nx\r\n`],
    ["a chunk goes on after its size", `${ok}Transfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n`],
    ["the head is endless", `${ok}X: ${"x".repeat(17 * 1024)}`],
    ["a chunk's line is endless", `${ok}Transfer-Encoding: chunked\r\n\r\n1;${"x".repeat(17 * 1024)}`],
    ["a trailer is endless", `${ok}Transfer-Encoding: chunked\r\n\r\n0\r\nX: ${"x".repeat(17 * 1024)}`],
  ])("%s", (_, text) => {
    expect(() => read(text)).toThrow(NotHttp);
  });

  test("whatever bytes come: it ends, or is refused", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.uint8Array(),
            fc.constantFrom(ok, "\r\n", "\r\n\r\n", "Transfer-Encoding: chunked\r\n", "1\r\nx"),
          ),
        ),
        (pieces) => {
          try {
            readPieces(pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : Buffer.from(piece))));
          } catch (error) {
            expect(error).toBeInstanceOf(NotHttp);
          }
        },
      ),
    );
  });
});
