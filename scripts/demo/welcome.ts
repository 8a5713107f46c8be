import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readBody, sendHtml } from "#scripts/simulated-hub/respond.ts";
import { signInAsProgram } from "./sign-in-as-program.ts";
import { welcomePage, type Told } from "./welcome-page.ts";

/** The demo's own page: what there is to see, and signing in with one click. */
export interface Welcome {
  url: string;
  close: () => Promise<void>;
}

interface WelcomeOptions {
  /** Taken if it is free. */
  port: number;
  /** Where Belfry runs, at a port of this machine. */
  belfry: string;
  /** The demo's admin. */
  username: string;
  password: string;
  labs: number;
  /** Whether the story has been told. */
  told: () => Told;
  /** Somebody comes in. */
  opened: () => void;
  /** Tells it once more. */
  tellAgain: () => void;
}

/** Where a click may lead. */
const pages = ["/", "/hub/notifications"];

/**
 * Serves the page on loopback. A click signs in with the password that the demo made, as any program may, and hands the
 * session's cookie to the browser: cookies don't tell ports apart. Belfry itself knows nothing of it, so that nobody can
 * come in like this anywhere else.
 * @see docs/decisions/0041-one-click-in-the-demo.md
 */
export async function openWelcome(options: WelcomeOptions): Promise<Welcome> {
  const server = createServer((req, res) => {
    answer(options, req, res).catch((error: unknown) => {
      sendHtml(res, 502, "Belfry did not let the demo in", {}, `<p>${String(error)}</p>`);
    });
  });
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening").catch(async (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function answer(options: WelcomeOptions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const host = URL.parse(`http://${req.headers.host ?? ""}`);
  // Another name that leads here may be somebody else's.
  if (!host || !/^(localhost|127\.0\.0\.1)$/.test(host.hostname))
    return sendHtml(res, 403, "Only at 127.0.0.1 and localhost");
  if (req.method !== "POST") return req.url === "/" ? sendPage(options, res) : sendHtml(res, 404, "Not found");
  const site = req.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return sendHtml(res, 403, "Only from the demo's own page");
  const body = new URLSearchParams(await new Promise<string>((resolve) => readBody(req, resolve)));
  if (req.url === "/story") {
    options.tellAgain();
    res.writeHead(303, { Location: "/" }).end();
    return;
  }
  const belfry = new URL(options.belfry);
  belfry.hostname = host.hostname;
  belfry.pathname = pages.find((page) => page === body.get("to")) ?? "/";
  const { username, password } = options;
  const { response } = await signInAsProgram(options.belfry, { username, password });
  if (response.status !== 302) throw new Error(`signing in was answered ${response.status}`);
  options.opened();
  res.writeHead(303, { Location: belfry.href, "Set-Cookie": response.headers.getSetCookie() }).end();
}

function sendPage({ belfry, username, password, labs, told }: WelcomeOptions, res: ServerResponse): void {
  const page = welcomePage({ belfry, username, password, labs, told: told() });
  res.writeHead(200, {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action *; frame-ancestors 'none'",
  });
  res.end(page);
}
