import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { basePath, placedIn } from "#lib/env.ts";
import { unpacks } from "./unpacks.ts";

const types: Record<string, string> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
  ".svg": "image/svg+xml",
};

const prefix = `${basePath}/_next/static/`;

/** The build's files of which there is a packed one, by their names below the folder. */
let packed: Set<string> | undefined;

function findPacked(folder: string): Set<string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Set(
    names.filter((name) => name.endsWith(".br")).map((name) => name.slice(0, -3).split(path.sep).join("/")),
  );
}

/** What a service worker keeps, so that every part of every page is there without a connection: scripts, styles and icons, by their paths. */
export function staticFiles(): string[] {
  if (placedIn === undefined) return [];
  packed ??= findPacked(path.join(placedIn, ".next/static"));
  return [...packed]
    .filter((name) => /^(?:chunks\/.*\.(?:js|css)|media\/icons\..*\.svg)$/.test(name))
    .map((name) => prefix + name);
}

/**
 * Answers a request for a script or style with what the build has packed of it, an eighth smaller than what Next.js would
 * pack anew each time. Its name is made of its content, so that a browser need never ask again.
 * @returns nothing where there is none, or who asks can't unpack it: Next.js answers then
 */
export function answerStaticFile(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
  const { method = "", url = "" } = request;
  if (placedIn === undefined || !url.startsWith(prefix) || !["GET", "HEAD"].includes(method)) return undefined;
  const folder = path.join(placedIn, ".next/static");
  packed ??= findPacked(folder);
  const [name = ""] = url.slice(prefix.length).split("?", 1);
  const type = types[path.extname(name)];
  if (!packed.has(name) || type === undefined) return undefined;
  if (!unpacks(request, "br")) return undefined;
  return readFile(path.join(folder, `${name}.br`)).then((bytes) => {
    response
      .writeHead(200, {
        "Content-Type": type,
        "Content-Encoding": "br",
        "Content-Length": bytes.byteLength,
        "Cache-Control": "public, max-age=31536000, immutable",
        Vary: "Accept-Encoding",
      })
      .end(bytes);
  });
}
