import type { Ctx } from "#lib/ctx.ts";
import type { Instance } from "#lib/instance.ts";
import type { KeptListing } from "#lib/inbox/kept-listings.ts";
import type { Answer } from "./answer.ts";
import type { ApiRequest } from "./api-request.ts";
import { digestOf, matches } from "./etag.ts";

/** Seconds between two polls that nobody minds: one light query each. Who wants to know at once takes the stream. */
export const pollIntervalS = 30;

/** A listing as a verb gives it, and the answer made of it. */
export interface Listing {
  body: unknown;
  /** Whether more follow; left out: it is whole. */
  partial?: boolean;
  /** Where the next ones are, while any remain: a path with its query. */
  next?: string | undefined;
  asOf: string;
  fingerprint: string;
}

/** Who asks, and how. */
interface Asked {
  ctx: Pick<Ctx, "actor">;
  running: Pick<Instance, "listings">;
  request: ApiRequest;
}

/**
 * Answers a GET of a listing: 304 when the caller's `If-None-Match` still holds, for the price of the fingerprint; else
 * the listing with its `ETag`, `As-Of` and `X-Poll-Interval`. One that was asked for before is not read again while its
 * fingerprint holds.
 */
export async function listing(
  { ctx, running, request }: Asked,
  fingerprint: () => Promise<string>,
  read: () => Promise<Listing>,
): Promise<Answer> {
  const key = `${ctx.actor.personId} ${request.url}`;
  const ifNoneMatch = request.headers.get("if-none-match");
  const kept = running.listings.get(key);
  if (ifNoneMatch !== null || kept) {
    const current = await fingerprint();
    if (ifNoneMatch !== null && matches(ifNoneMatch, etagOf(current)))
      return { status: 304, headers: headersOf(etagOf(current)) };
    if (kept?.fingerprint === current) return answer(kept);
  }
  const { body, partial = false, next, ...state } = await read();
  const made = { text: JSON.stringify(body), partial, next, ...state };
  running.listings.set(key, made);
  return answer(made);
}

/** Answers a GET of one thing, whose `ETag` is made of what it says: 304 when the caller's `If-None-Match` still holds. */
export function conditional({ headers }: ApiRequest, body: unknown): Answer {
  const text = JSON.stringify(body);
  const etag = etagOf(digestOf(text).slice(0, 27));
  const known = headers.get("if-none-match");
  if (known !== null && matches(known, etag)) return { status: 304, headers: { ETag: etag } };
  return { status: 200, headers: { "Content-Type": "application/json", ETag: etag }, body: text };
}

function answer({ text, partial, next, asOf, fingerprint }: KeptListing): Answer {
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
