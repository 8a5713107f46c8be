import { BelfryError } from "#lib/errors.ts";
import type { ApiRequest } from "./api-request.ts";

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request changes nothing or comes from our own pages. Every browser of the last years says so in
 * `Sec-Fetch-Site`, older ones in `Origin`, which is compared whole; a request with neither was not made by a page.
 * @param publicOrigin our own address as browsers see it
 * @see docs/decisions/0003-no-origin-header.md
 */
export function isSameOrigin(request: Pick<ApiRequest, "method" | "headers">, publicOrigin: string): boolean {
  if (safe.has(request.method)) return true;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  return site !== null ? site === "same-origin" : origin === null || origin === publicOrigin;
}

/** The refusal of a request that is not {@link isSameOrigin}. */
export const fromAnotherSite = () =>
  new BelfryError(
    "forbidden",
    "This request came from another site. Changes on a browser's session must come from Belfry's own pages.",
  );

/**
 * Refuses a request that changes something on a browser's cookie and comes from another site.
 * @param publicOrigin as for {@link isSameOrigin}
 * @throws BelfryError `forbidden`
 */
export function requireSameOrigin(request: Pick<ApiRequest, "method" | "headers">, publicOrigin: string): void {
  if (!isSameOrigin(request, publicOrigin)) throw fromAnotherSite();
}
