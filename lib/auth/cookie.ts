import type { Env } from "#lib/env.ts";

/** Two weeks. */
export const sessionAgeS = 14 * 24 * 3600;

/** Under TLS the `__Host-` prefix makes browsers refuse the cookie from any other host or path. */
export function sessionCookie({ AUTH_URL }: Pick<Env, "AUTH_URL">) {
  const secure = AUTH_URL?.startsWith("https:") ?? false;
  return {
    name: secure ? "__Host-belfry-session" : "belfry-session",
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure },
  };
}
