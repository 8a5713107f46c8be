import { notFound } from "next/navigation";
import type { NextRequest } from "next/server";
import { beginSignIn } from "#lib/auth/begin-sign-in.ts";
import { localPath } from "#lib/auth/local-path.ts";
import { offeredProviders } from "#lib/auth/offered-providers.ts";
import { basePath } from "#lib/env.ts";
import { publicOrigin } from "#lib/http/public-origin.ts";
import { isFromElsewhere } from "#lib/http/same-origin.ts";
import { instance } from "#lib/instance.ts";

/**
 * Where the sign-in page's links lead: on to the provider. Followed from another site it only shows that page, so that
 * nobody is made to sign in as somebody else than they are here.
 */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ provider: string }> },
): Promise<Response> {
  const running = instance();
  const { provider: id } = await params;
  const provider = offeredProviders(running.env).find((each) => each.id === id);
  if (!provider) notFound();
  const origin = publicOrigin(running, request);
  const from = localPath(request.nextUrl.searchParams.get("from"));
  if (isFromElsewhere(request)) {
    return Response.redirect(`${origin}${basePath}/sign-in?from=${encodeURIComponent(from)}`);
  }
  return beginSignIn(running, { request, origin, provider, returnTo: origin + basePath + from });
}
