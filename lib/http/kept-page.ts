import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isIPv6 } from "node:net";
import { gzipSync } from "node:zlib";
import { basePath } from "#lib/env.ts";
import { digestOf, matches } from "./etag.ts";

/** The reference: for everybody the same, and by far the dearest page to draw. */
const address = `${basePath}/docs`;

/** Tells our own request for the page, which Next.js answers, from everybody else's. */
const drawing = ["x-belfry-drawing", randomUUID()] as const;

/** No script runs on it but its own, by their hashes: a nonce would make every answer another. */
const policy = (scripts: readonly string[]) =>
  [
    "default-src 'none'",
    `script-src ${scripts.length > 0 ? scripts.map((hash) => `'sha256-${hash}'`).join(" ") : "'none'"}`,
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'",
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ].join("; ");

interface Drawn {
  policy: string;
  etag: string;
  plain: Buffer;
  packed: Buffer;
}

/** By the theme that it is drawn in. */
const kept = new Map<string, Promise<Drawn>>();

/**
 * Answers a request for the reference: Next.js draws it once a theme, as for somebody who is not signed in, and from then on
 * it comes from memory.
 * @returns nothing for another request
 */
export function answerKeptPage(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
  const { method = "", url = "", headers } = request;
  if (!["GET", "HEAD"].includes(method) || url.split("?", 1)[0] !== address) return undefined;
  // What a page of ours asks for to go there without loading is no HTML.
  if ("rsc" in headers || headers[drawing[0]] === drawing[1]) return undefined;
  return answer(request, response);
}

async function answer({ socket, headers }: IncomingMessage, response: ServerResponse): Promise<void> {
  const theme = /(?:^|; )belfry-theme=(light|dark)(?:;|$)/.exec(headers.cookie ?? "")?.[1] ?? "system";
  const { policy, etag, plain, packed } = await drawnOnce(theme, socket);
  const isPacked = /\bgzip\b/.test(headers["accept-encoding"] ?? "");
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
      "Content-Type": "text/html; charset=utf-8",
      ...(isPacked && { "Content-Encoding": "gzip" }),
      "Content-Length": body.byteLength,
    })
    .end(body);
}

function drawnOnce(theme: string, socket: IncomingMessage["socket"]): Promise<Drawn> {
  const before = kept.get(theme);
  if (before) return before;
  const drawn = draw(theme, socket);
  kept.set(theme, drawn);
  // What failed is tried again.
  drawn.catch(() => kept.delete(theme));
  return drawn;
}

/** Asks this server itself, at the address where the request came in. @throws Error when the page can't be drawn */
async function draw(
  theme: string,
  { localAddress = "127.0.0.1", localPort }: IncomingMessage["socket"],
): Promise<Drawn> {
  const host = isIPv6(localAddress) ? `[${localAddress}]` : localAddress;
  const drawn = await fetch(`http://${host}:${localPort}${address}`, {
    headers: { [drawing[0]]: drawing[1], cookie: `belfry-theme=${theme}`, "accept-encoding": "identity" },
    redirect: "error",
    signal: AbortSignal.timeout(10_000),
  });
  const html = withoutScripts(await drawn.text());
  if (!drawn.ok) throw new Error(`${address} could not be drawn: ${drawn.status}`);
  const plain = Buffer.from(html);
  const etag = `W/"${digestOf(plain)}"`;
  return { policy: policy(hashesOf(html)), etag, plain, packed: gzipSync(plain, { level: 9 }) };
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
