import { BelfryError } from "#lib/errors.ts";
import type { Instance } from "#lib/instance.ts";
import type { ApiRequest } from "./api-request.ts";
import { publicOrigin } from "./public-origin.ts";

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request changes nothing or comes from our own pages. Every browser of the last years says so in
 * `Sec-Fetch-Site`; `Origin` is compared whole with `AUTH_URL`, under whichever name we were asked. Without `AUTH_URL` the
 * browser's own word is enough, since we can't know of TLS in front of us; older ones' `Origin` is compared with where the
 * request was sent. A request with neither was not made by a page.
 * @see docs/decisions/0003-no-origin-header.md
 */
export function isSameOrigin(
  running: Pick<Instance, "env">,
  request: Pick<ApiRequest, "method" | "headers" | "url">,
): boolean {
  if (safe.has(request.method)) return true;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  if (site !== null && site !== "same-origin") return false;
  if (origin === null) return true;
  if (site !== null && !running.env.AUTH_URL) return URL.canParse(origin);
  return origin === publicOrigin(running, request);
}

/** Whether a browser says that a page of another site made this request, or leads here. */
export function isFromElsewhere({ headers }: Pick<ApiRequest, "headers">): boolean {
  return /^(cross|same)-site$/.test(headers.get("sec-fetch-site") ?? "");
}

/** The refusal of a request that is not {@link isSameOrigin}. */
export const fromAnotherSite = ({ env }: Pick<Instance, "env">) =>
  new BelfryError(
    "forbidden",
    `This request came from another site. What acts on a browser's session must come from Belfry's own pages${env.AUTH_URL ? `, at ${new URL(env.AUTH_URL).origin}` : ""}.`,
  );

/**
 * Refuses a request that changes something on a browser's cookie and comes from another site.
 * @throws BelfryError `forbidden`
 */
export function requireSameOrigin(
  running: Pick<Instance, "env">,
  request: Pick<ApiRequest, "method" | "headers" | "url">,
): void {
  if (!isSameOrigin(running, request)) throw fromAnotherSite(running);
}
