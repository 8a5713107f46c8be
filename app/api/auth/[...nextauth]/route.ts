import NextAuth from "next-auth";
import { authOptions } from "#lib/auth/options.ts";
import { checkSignInLimit } from "#lib/people/authenticate.ts";
import { problem } from "#lib/http/problem.ts";
import { instance, systemCtx } from "#lib/instance.ts";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own endpoints: csrf, providers, session, sign-in and sign-out callbacks. */
async function handle(request: Request, context: RouteContext): Promise<Response> {
  // Its types know the pages router alone; given a Request it answers with a Response.
  const answer = NextAuth(authOptions()) as (request: Request, context: RouteContext) => Promise<Response>;
  return answer(request, context);
}

export const GET = handle;

/** As GET; too many failed sign-ins are refused here, since next-auth has no answer for that. */
export async function POST(request: Request, context: RouteContext): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.join("/") === "callback/credentials") {
    try {
      const username = (await request.clone().formData()).get("username");
      await checkSignInLimit(systemCtx(instance()), typeof username === "string" ? username.trim() : "", request.headers.get("x-forwarded-for") ?? "");
    } catch (error) {
      return problem(error, instance().log);
    }
  }
  return handle(request, context);
}
