import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { countPageVisit } from "#lib/auth/count-page-visit.ts";
import { BelfryError } from "#lib/errors.ts";
import type { Instance } from "#lib/instance.ts";
import type { Answer } from "./answer.ts";
import { DirectRequest } from "./api-request.ts";
import { pathOf } from "./route-name.ts";

/** Programs' answers and files: they hold nothing that a policy could stop. */
const noPage =
  /^\/(?:api\/|hub\/api\/|hub\/notices\.(?:json|atom|js)$|feeds\/|hooks\/|_next\/|notifications(?:\/[^/]+){0,2}$|(?:healthz|readyz|metrics|favicon\.ico|icon\.svg|apple-icon\.png|manifest\.webmanifest|service-worker\.js)$)/;

/** Whether a request is for a page, those that nobody has included. An escaped slash ends no part of its path. */
export function isPage(url: string): boolean {
  const path = pathOf(url);
  return path !== undefined && !noPage.test(decodeURI(path));
}

/**
 * Lets a request for a page go on to Next.js: under a content security policy with a nonce of its own, without which no script
 * runs. How often is limited.
 * @returns what is answered instead to who comes too often
 */
export async function admitPage(
  request: IncomingMessage,
  response: ServerResponse,
  running: Pick<Instance, "env" | "authSecret" | "visits">,
): Promise<Answer | undefined> {
  const { headers } = request;
  try {
    await countPageVisit(running, new DirectRequest(request, response));
  } catch (error) {
    if (!(error instanceof BelfryError)) throw error;
    return {
      status: 429,
      headers: { "Retry-After": String(error.retryAfterS), "Content-Type": "text/plain; charset=utf-8" },
      body: `${error.message}\n`,
    };
  }
  const policy = pagePolicy(nonce(), running.env.NODE_ENV === "development");
  response.setHeader("Content-Security-Policy", policy);
  // Next.js reads the nonce out of this header and puts it on the scripts it writes.
  headers["content-security-policy"] = policy;
  // It compares a server action's Origin, found to be ours before (stand-before.ts), with the host it sees; a proxy may ask for another.
  const origin = headers.origin === undefined ? null : URL.parse(headers.origin);
  if ("next-action" in headers && origin) headers["x-forwarded-host"] = origin.host;
  return undefined;
}

/** A UUID's 122 random bits: Node.js has those at hand, where other random bytes are a call to the system each. */
const nonce = () => Buffer.from(randomUUID().replaceAll("-", ""), "hex").toString("base64");

const pagePolicy = (nonce: string, isDevelopment: boolean): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
