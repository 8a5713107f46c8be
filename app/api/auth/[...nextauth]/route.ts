import NextAuth from "next-auth";
import { authOptions } from "#lib/auth/options.ts";
import { checkSignInLimit } from "#lib/people/authenticate.ts";
import { problem } from "#lib/http/problem.ts";
import { instance, systemCtx } from "#lib/instance.ts";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own endpoints: csrf, providers, session, sign-in and sign-out callbacks. */
async function handle(request: Request, context: RouteContext): Promise<Response> {
  return (await NextAuth(authOptions())(request, context)) as Response;
}

export const GET = handle;

/** As GET; too many failed sign-ins are refused here, since next-auth has no answer for that. */
export async function POST(request: Request, context: RouteContext): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.join("/") === "callback/credentials") {
    try {
      const username = String((await request.clone().formData()).get("username") ?? "").trim();
      await checkSignInLimit(systemCtx(instance()), username, request.headers.get("x-forwarded-for") ?? "");
    } catch (error) {
      return problem(error, instance().log);
    }
  }
  return handle(request, context);
}
