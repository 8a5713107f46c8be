import { NextResponse, type NextRequest } from "next/server";
import { env } from "#lib/env.ts";
import { isSameOrigin } from "#lib/http/same-origin.ts";

/** A server action comes as a POST to a page, with its number in this header, or from a form without scripts. */
function isAction({ method, headers }: NextRequest): boolean {
  return method === "POST" && (headers.has("next-action") || headers.get("content-type")?.startsWith("multipart/form-data") === true);
}

/**
 * Pages get a content security policy with a nonce of their own; scripts without it do not run. Server actions, which
 * act on the cookie, are refused from other sites.
 */
export function proxy(request: NextRequest): NextResponse {
  const acts = isAction(request);
  if (acts && !isSameOrigin(request, new URL(env().AUTH_URL ?? request.nextUrl.origin).origin)) {
    return new NextResponse("This request came from another site. Changes on a browser's session must come from Belfry's own pages.\n", { status: 403 });
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = new Headers(request.headers);
  // Next.js reads the nonce out of this header and puts it on the scripts it writes.
  headers.set("Content-Security-Policy", policy);
  // Next.js compares an action's Origin, found to be ours above, with the host it sees; a proxy before us may ask for another.
  const origin = request.headers.get("origin");
  if (acts && origin !== null && URL.canParse(origin)) headers.set("X-Forwarded-Host", new URL(origin).host);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

// Pages alone: programs' answers and static files hold nothing that a policy could stop.
export const config = {
  matcher: ["/((?!api/|hub/api/|notifications|_next/|healthz|readyz|metrics|favicon|icon).*)"],
};
