import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { basePath, placedIn } from "#lib/env.ts";
import { staticFiles } from "./static-file.ts";

const address = `${basePath}/service-worker.js`;

/** Looks now and then whether there is an answer: a page that reloads by itself would take the focus away each time. */
const lookScript = `const look = () => fetch("${basePath}/readyz", { cache: "no-store" }).then(({ ok }) => ok && location.reload(), () => undefined);
addEventListener("online", look);
setInterval(look, 5000);`;
const lookHash = createHash("sha256").update(lookScript).digest("base64");
const unseenPolicy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${lookHash}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** What is shown in the place of a page that was never seen while nothing answers; `{here}` stands for its address. */
const unseenHtml = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>No connection · Belfry</title>
    <style>
      :root { color-scheme: light dark; }
      body { margin: 0; min-height: 100vh; display: grid; place-content: center; justify-items: center; gap: 12px; padding: 24px;
        box-sizing: border-box; text-align: center; font: 14px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
      h1 { margin: 0; font-size: 20px; }
      p { margin: 0; max-width: 52ch; }
      nav { display: flex; gap: 8px; margin-top: 8px; flex-wrap: wrap; justify-content: center; }
      a { color: inherit; border: 1px solid; border-radius: 6px; padding: 10px 16px; text-decoration: none; }
      a:focus-visible { outline: 2px solid; outline-offset: 2px; }
    </style>
  </head>
  <body>
    <main>
      <h1>No connection to Belfry</h1>
      <p>This page was not opened here lately, so there is nothing to show of it. It comes by itself once Belfry answers.</p>
      <nav aria-label="Ways on"><a href="{here}">Try again</a><a href="${basePath || "/"}">To the inbox</a></nav>
    </main>
    <script>${lookScript}</script>
  </body>
</html>
`;

/** Lets it reach our own host, and nothing else. */
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'";

let made: Promise<string> | undefined;

async function make(folder: string): Promise<string> {
  const [build, script] = await Promise.all([
    readFile(path.join(folder, ".next/BUILD_ID"), "utf8"),
    readFile(path.join(folder, "components/offline/service-worker.js"), "utf8"),
  ]);
  const belfry = { build, base: basePath, files: staticFiles(), unseenHtml, unseenPolicy };
  return `self.belfry = ${JSON.stringify(belfry)};\n${script}`;
}

/**
 * Answers a request for the service worker. A browser asks for it again with each page, and has the new one as soon as
 * there is another build: the build's name is in it.
 * @returns nothing for another request, and in development, where nothing is to be kept
 * @see docs/decisions/0036-what-stays-without-a-connection.md
 */
export function answerServiceWorker(
  { method = "", url = "" }: IncomingMessage,
  response: ServerResponse,
): Promise<void> | undefined {
  if (placedIn === undefined || url.split("?", 1)[0] !== address || !["GET", "HEAD"].includes(method)) return undefined;
  made ??= make(placedIn);
  // What failed is tried again.
  made.catch(() => (made = undefined));
  return made.then((script) => {
    response
      .writeHead(200, {
        "Content-Type": "text/javascript; charset=utf-8",
        "Cache-Control": "no-cache",
        "Content-Security-Policy": policy,
        // The page at a path has no slash at its end, as the folder of this file would.
        "Service-Worker-Allowed": basePath || "/",
        "Content-Length": Buffer.byteLength(script),
      })
      .end(script);
  });
}
