import type { Ctx } from "#lib/ctx.ts";
import type { Instance } from "#lib/instance.ts";
import { keptListing, type Listing } from "#lib/inbox/kept-listings.ts";
import type { Answer } from "./answer.ts";
import type { ApiRequest } from "./api-request.ts";
import { digestOf, matches } from "./etag.ts";

/** Seconds between two polls that nobody minds: one light query each. Who wants to know at once takes the stream. */
export const pollIntervalS = 30;

/** Who asks, and how. */
interface Asked {
  ctx: Pick<Ctx, "actor">;
  running: Pick<Instance, "listings">;
  request: ApiRequest;
}

/**
 * Answers a GET of a listing: 304 when the caller's `If-None-Match` still holds, for the price of the fingerprint; else
 * the listing with its `ETag`, `As-Of` and `X-Poll-Interval`.
 */
export async function listing(
  { ctx, running: { listings }, request }: Asked,
  fingerprint: () => Promise<string>,
  read: () => Promise<Listing>,
): Promise<Answer> {
  let found: Promise<string> | undefined;
  const current = () => (found ??= fingerprint());
  const ifNoneMatch = request.headers.get("if-none-match");
  if (ifNoneMatch !== null && matches(ifNoneMatch, etagOf(await current()))) return unchanged(await current());
  const listed = await keptListing({ listings, actor: ctx.actor, address: request.url }, current, read);
  // The caller may have it from another instance, and this one have heard of it meanwhile.
  return matches(ifNoneMatch, etagOf(listed.fingerprint)) ? unchanged(listed.fingerprint) : answer(listed);
}

const unchanged = (fingerprint: string): Answer => ({ status: 304, headers: headersOf(etagOf(fingerprint)) });

/** Answers a GET of one thing, whose `ETag` is made of what it says: 304 when the caller's `If-None-Match` still holds. */
export function conditional({ headers }: ApiRequest, body: unknown): Answer {
  const text = JSON.stringify(body);
  const etag = etagOf(digestOf(text).slice(0, 27));
  const known = headers.get("if-none-match");
  if (known !== null && matches(known, etag)) return { status: 304, headers: { ETag: etag } };
  return { status: 200, headers: { "Content-Type": "application/json", ETag: etag }, body: text };
}

function answer({ text, partial, next, asOf, fingerprint }: Listing): Answer {
  return {
    status: partial ? 206 : 200,
    headers: {
      "Content-Type": "application/json",
      ...headersOf(etagOf(fingerprint)),
      "As-Of": asOf,
      ...(next !== undefined && { Link: `<${next}>; rel="next"` }),
    },
    body: text,
  };
}

/** Weak: the same state may be written in other bytes, compressed for one. */
const etagOf = (fingerprint: string) => `W/"${fingerprint}"`;

const headersOf = (etag: string) => ({ ETag: etag, "X-Poll-Interval": String(pollIntervalS) });
