import { readFileSync, realpathSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { basePath, placedIn } from "#lib/env.ts";

/** What the build makes of a page. @see https://nextjs.org/docs/app/api-reference/adapters/invoking-entrypoints */
interface Entry {
  handler: (
    request: IncomingMessage,
    response: ServerResponse,
    context: { waitUntil: (done: Promise<void>) => void; requestMeta: { relativeProjectDir: string } },
  ) => Promise<void>;
}

/** By addresses. While somebody works on the application there is no build. */
const entries = placedIn === undefined ? new Map<string, () => Entry>() : entriesIn(placedIn);

/** By this pages find what Next.js' server has for them, which goes by true paths. */
const relativeProjectDir = placedIn === undefined ? "" : path.relative(process.cwd(), realpathSync(placedIn));

/** What Next.js' own scripts and proxies say beside an address, and in one; its server knows what they mean. */
const headersOfNext = /^(?:rsc$|next-|x-next|x-middleware-|x-matched-|x-now-|x-prerender-|x-invoke)/;
const parametersOfNext = /^(?:nxt|next)/;

/**
 * Has a page drawn by what the build made of it. Next.js' server finds the same by its address and asks it the same, which takes
 * a twentieth of what a page takes.
 * @returns nothing for what is left to that server: what is no browser's request for a whole page, and pages with a part in their
 *   address that is to be filled in
 * @see docs/decisions/0049-pages-by-their-entries.md
 */
export function drawPage(request: IncomingMessage, response: ServerResponse): Promise<true> | undefined {
  const { method, url = "", headers } = request;
  const [address = "", ...query] = url.split("?");
  const entry = method === "GET" ? entries.get(address) : undefined;
  if (!entry || Object.keys(headers).some((name) => headersOfNext.test(name))) return undefined;
  const asked = query.length > 0 ? [...new URLSearchParams(query.join("?")).keys()] : [];
  if (asked.some((name) => parametersOfNext.test(name))) return undefined;
  // What a page leaves to be done after its answer goes on by itself: this process stays.
  const context = { waitUntil: () => undefined, requestMeta: { relativeProjectDir } };
  return entry()
    .handler(request, response, context)
    .then(() => true);
}

/** @param folder of a built application @returns those of its pages whose addresses are whole, each loaded when it is first asked for */
export function entriesIn(folder: string): Map<string, () => Entry> {
  const server = path.join(folder, ".next", "server");
  const files = JSON.parse(readFileSync(path.join(server, "app-paths-manifest.json"), "utf8")) as Record<
    string,
    string
  >;
  return new Map(
    Object.entries(files).flatMap(([name, file]) => {
      const [, address] = /^((?:\/[a-z-]+)*)\/page$/.exec(name) ?? [];
      return address === undefined ? [] : [[basePath + address || "/", onceLoaded(path.join(server, file))] as const];
    }),
  );
}

function onceLoaded(file: string): () => Entry {
  let entry: Entry | undefined;
  return () => (entry ??= createRequire(file)(file) as Entry);
}
