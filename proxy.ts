import { NextResponse, type NextRequest } from "next/server";
import { countPageVisit } from "#lib/auth/count-page-visit.ts";
import { env } from "#lib/env.ts";
import { BelfryError } from "#lib/errors.ts";

/** As in the matcher below, which sees paths decoded: an escaped slash looks to it like the end of a part. */
const notifications = /^\/notifications(?:\/[^/]+){0,2}$/;

/** Pages get a content security policy with a nonce of their own; scripts without it do not run. How often is limited. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (notifications.test(request.nextUrl.pathname)) return NextResponse.next();
  try {
    await countPageVisit(request);
  } catch (error) {
    if (!(error instanceof BelfryError)) throw error;
    return new NextResponse(`${error.message}\n`, {
      status: 429,
      headers: { "Retry-After": String(error.retryAfterS) },
    });
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${env().NODE_ENV === "development" ? " 'unsafe-eval'" : ""}`,
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
  const headers = new Headers(request.headers);
  // Next.js reads the nonce out of this header and puts it on the scripts it writes.
  headers.set("Content-Security-Policy", policy);
  // Next.js compares a server action's Origin, found to be ours before (stand-before.ts), with the host it sees; a proxy may ask for another.
  const origin = request.headers.get("origin");
  if (request.headers.has("next-action") && origin !== null && URL.canParse(origin))
    headers.set("X-Forwarded-Host", new URL(origin).host);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

// Pages, those nobody has included: programs' answers and static files hold nothing that a policy could stop.
export const config = {
  matcher: [
    // Below a path, the second pattern asks for a slash after it, which the page at its root has not.
    "/",
    "/((?!api/|hub/api/|hub/notices\\.(?:json|atom|js)$|feeds/|hooks/|_next/|notifications(?:/[^/]+){0,2}$|(?:healthz|readyz|metrics|favicon\\.ico|icon\\.svg|apple-icon\\.png|manifest\\.webmanifest|service-worker\\.js)$).*)",
  ],
};
