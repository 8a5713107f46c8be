import type { IncomingMessage, ServerResponse } from "node:http";
import { constants, createGzip, gzipSync, type Gzip } from "node:zlib";
import { unpacks } from "./unpacks.ts";

/** Quick rather than small, since it is packed for one reader, who waits; what a browser keeps for a year is worth more. */
const levelOf = (response: ServerResponse) => (/\bimmutable\b/.test(cacheControlOf(response)) ? 6 : 3);

/** What is shorter does not become smaller. */
const leastBytes = 1024;

/** An answer that is whole within this goes out as one piece; of a longer one each piece goes out when it comes. */
const heldMs = 5;

const packable = /^(?:text\/(?!event-stream)|application\/(?:javascript|json|manifest\+json)\b|image\/svg\+xml)/;

/**
 * Packs what Next.js answers with gzip, for who can unpack it. It writes a page in pieces, and what packs each of them by itself
 * takes four times the processor time (docs/decisions/0044-pages-packed-whole.md).
 */
export function packAnswer(request: IncomingMessage, response: ServerResponse): void {
  const send = { write: response.write.bind(response), end: response.end.bind(response) };
  let held: Buffer[] = [];
  let holding: NodeJS.Timeout | undefined;
  let pieces: { write: (bytes: Buffer) => boolean; end: () => void } | undefined;

  /** @returns whether the body goes out packed, which the answer's head says from now on */
  function decide(bytes: number): boolean {
    if (response.headersSent || !isPackable(response)) return false;
    vary(response, "Accept-Encoding");
    if (bytes < leastBytes || !unpacks(request, "gzip")) return false;
    response.setHeader("Content-Encoding", "gzip");
    response.removeHeader("Content-Length");
    return true;
  }

  function goOn(): void {
    pieces = decide(Infinity) ? packed(response, send) : send;
    for (const bytes of held) pieces.write(bytes);
    held = [];
  }

  function finish(): void {
    clearTimeout(holding);
    const plain = Buffer.concat(held);
    if (pieces) pieces.end();
    else if (plain.byteLength === 0) send.end();
    else {
      const body = decide(plain.byteLength) ? gzipSync(plain, { level: levelOf(response) }) : plain;
      if (!response.headersSent) response.setHeader("Content-Length", body.byteLength);
      send.end(body);
    }
  }

  function write(...given: unknown[]): boolean {
    const { bytes, done } = taken(given);
    if (done) process.nextTick(done);
    if (pieces) return pieces.write(bytes);
    held.push(bytes);
    holding ??= setTimeout(goOn, heldMs);
    return true;
  }

  function end(...given: unknown[]): ServerResponse {
    const { bytes, done } = taken(given);
    if (done) response.once("finish", done);
    if (bytes.byteLength > 0) write(bytes);
    finish();
    return response;
  }

  // The head waits for what comes with it. (Why these have names first: docs/decisions/0050-functions-that-outlive-requests.md.)
  Object.assign(response, { flushHeaders: waiting, write, end });
  response.once("close", () => clearTimeout(holding));
}

const waiting = () => undefined;

const isPackable = (response: ServerResponse): boolean =>
  response.statusCode !== 206 &&
  packable.test(String(response.getHeader("content-type") ?? "")) &&
  !response.hasHeader("content-encoding") &&
  !/\bno-transform\b/.test(cacheControlOf(response));

const cacheControlOf = (response: ServerResponse) => String(response.getHeader("cache-control") ?? "");

function vary(response: ServerResponse, name: string): void {
  const before = response.getHeader("vary");
  response.setHeader("Vary", before === undefined ? name : `${String(before)}, ${name}`);
}

/** A way to send pieces packed, each as soon as it is written. */
function packed(response: ServerResponse, send: Pick<ServerResponse, "write" | "end">): Gzip {
  const gzip = createGzip({ level: levelOf(response), flush: constants.Z_SYNC_FLUSH });
  gzip.on("data", (bytes: Buffer) => {
    if (!send.write(bytes)) gzip.pause();
  });
  gzip.on("end", () => send.end());
  // Who writes waits for the response to take more, which is when both do.
  gzip.on("drain", () => response.emit("drain"));
  response.on("drain", () => gzip.resume());
  response.once("close", () => gzip.destroy());
  return gzip;
}

/** As `write` and `end` of a stream are called: with a piece, its encoding and what to call afterwards, each or none. */
function taken(given: unknown[]): { bytes: Buffer; done: (() => void) | undefined } {
  const [chunk, encoding] = given;
  const done = given.find((each) => typeof each === "function") as (() => void) | undefined;
  if (typeof chunk === "string")
    return { bytes: Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8"), done };
  return {
    bytes:
      chunk instanceof Uint8Array ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.alloc(0),
    done,
  };
}
