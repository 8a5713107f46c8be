import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isIPv6 } from "node:net";
import { gzipSync } from "node:zlib";
import { basePath } from "#lib/env.ts";
import { digestOf, matches } from "./etag.ts";
import { manualAddresses } from "./manual-addresses.ts";
import { unpacks } from "./unpacks.ts";

/** What is kept. @see docs/decisions/0040-the-manual.md */
const addresses = new Set(manualAddresses.map((address) => basePath + address));

/** Tells our own request for the page, which Next.js answers, from everybody else's. */
const drawing = ["x-belfry-drawing", randomUUID()] as const;

/** No script runs on it but its own, by their hashes: a nonce would make every answer another. */
const policy = (scripts: readonly string[]) =>
  [
    "default-src 'none'",
    `script-src ${scripts.length > 0 ? scripts.map((hash) => `'sha256-${hash}'`).join(" ") : "'none'"}`,
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'",
    // The search gets its words.
    "connect-src 'self'",
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ].join("; ");

interface Drawn {
  type: string;
  policy: string;
  etag: string;
  plain: Buffer;
  packed: Buffer;
}

/** By the address, and the theme that it is drawn in. */
const kept = new Map<string, Promise<Drawn>>();

/**
 * Answers a request for the documentation: Next.js draws each page once a theme, as for somebody who is not signed in, and from
 * then on it comes from memory.
 * @returns nothing for another request
 */
export function answerKeptPage(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
  const { method = "", url = "", headers } = request;
  const [address = ""] = url.split("?", 1);
  if (!["GET", "HEAD"].includes(method) || !addresses.has(address)) return undefined;
  // What a page of ours asks for to go there without loading is no HTML.
  if ("rsc" in headers || headers[drawing[0]] === drawing[1]) return undefined;
  return answer(address, request, response);
}

async function answer(address: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { socket, headers } = request;
  const theme = /(?:^|; )belfry-theme=(light|dark)(?:;|$)/.exec(headers.cookie ?? "")?.[1] ?? "system";
  const { type, policy, etag, plain, packed } = await drawnOnce(address, theme, socket);
  const isPacked = unpacks(request, "gzip");
  const about = {
    ETag: etag,
    "Cache-Control": "no-cache",
    Vary: "Accept-Encoding, Cookie",
    "Content-Security-Policy": policy,
  };
  if (matches(headers["if-none-match"], etag)) {
    response.writeHead(304, about).end();
    return;
  }
  const body = isPacked ? packed : plain;
  response
    .writeHead(200, {
      ...about,
      "Content-Type": type,
      ...(isPacked && { "Content-Encoding": "gzip" }),
      "Content-Length": body.byteLength,
    })
    .end(body);
}

function drawnOnce(address: string, theme: string, socket: IncomingMessage["socket"]): Promise<Drawn> {
  const key = `${theme} ${address}`;
  const before = kept.get(key);
  if (before) return before;
  const drawn = draw(address, theme, socket);
  kept.set(key, drawn);
  // What failed is tried again.
  drawn.catch(() => kept.delete(key));
  return drawn;
}

/** Asks this server itself, at the address where the request came in. @throws Error when the page can't be drawn */
async function draw(
  address: string,
  theme: string,
  { localAddress = "127.0.0.1", localPort }: IncomingMessage["socket"],
): Promise<Drawn> {
  const host = isIPv6(localAddress) ? `[${localAddress}]` : localAddress;
  const drawn = await fetch(`http://${host}:${localPort}${address}`, {
    headers: { [drawing[0]]: drawing[1], cookie: `belfry-theme=${theme}`, "accept-encoding": "identity" },
    redirect: "error",
    signal: AbortSignal.timeout(10_000),
  });
  const type = drawn.headers.get("content-type") ?? "";
  const text = await drawn.text();
  const html = type.startsWith("text/html") ? withoutScripts(text) : text;
  if (!drawn.ok) throw new Error(`${address} could not be drawn: ${drawn.status}`);
  const plain = Buffer.from(html);
  const etag = `W/"${digestOf(plain)}"`;
  return { type, policy: policy(hashesOf(html)), etag, plain, packed: gzipSync(plain, { level: 9 }) };
}

const ownScript = /<script\b(?=[^>]* data-kept)[^>]*>(.*?)<\/script>/gs;

const hashesOf = (html: string): string[] =>
  [...html.matchAll(ownScript)].map(([, script = ""]) => createHash("sha256").update(script).digest("base64"));

/** A page as it stands, with nothing that would run on it but what is marked as its own (`data-kept`). */
export function withoutScripts(html: string): string {
  return html
    .replace(/<script\b(?![^>]* data-kept)[^>]*>.*?<\/script>/gs, "")
    .replace(/<link\b(?=[^>]*\bas="script")[^>]*>/g, "")
    .replace(/ nonce="[^"]*"/g, "");
}
