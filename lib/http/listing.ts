/** Seconds between two polls that nobody minds: one light query each. Who wants to know at once takes the stream. */
export const pollIntervalS = 30;

/** A listing as a verb gives it, and the answer made of it. */
export interface Listing {
  body: unknown;
  status?: 200 | 206;
  asOf: string;
  fingerprint: string;
}

/**
 * Answers a GET of a listing: 304 when the caller's `If-None-Match` still holds, for the price of the fingerprint; else
 * the listing with its `ETag`, `As-Of` and `X-Poll-Interval`.
 */
export async function listing(request: Request, fingerprint: () => Promise<string>, read: () => Promise<Listing>): Promise<Response> {
  const known = request.headers.get("if-none-match");
  if (known !== null) {
    const etag = etagOf(await fingerprint());
    if (matches(known, etag)) return new Response(null, { status: 304, headers: headersOf(etag) });
  }
  const { body, status = 200, asOf, fingerprint: current } = await read();
  return Response.json(body, { status, headers: { ...headersOf(etagOf(current)), "As-Of": asOf } });
}

/** Weak: the same state may be written in other bytes, compressed for one. */
const etagOf = (fingerprint: string) => `W/"${fingerprint}"`;

const headersOf = (etag: string) => ({ ETag: etag, "X-Poll-Interval": String(pollIntervalS) });

function matches(ifNoneMatch: string, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((tag) => opaque(tag) === opaque(etag));
}
