import { basePath, type Env } from "#lib/env.ts";

/** Two weeks. */
export const sessionAgeS = 14 * 24 * 3600;

/** How long somebody may take at the provider they sign in with. */
const roundTripS = 15 * 60;

/** The cookies of sessions and of signing in; see {@link cookie} for where browsers send them. */
export function signInCookies(env: Pick<Env, "AUTH_URL">) {
  return {
    sessionToken: sessionCookie(env),
    csrfToken: cookie(env, "belfry-csrf"),
    callbackUrl: cookie(env, "belfry-return"),
    state: cookie(env, "belfry-state", roundTripS),
    pkceCodeVerifier: cookie(env, "belfry-pkce", roundTripS),
    nonce: cookie(env, "belfry-nonce", roundTripS),
  };
}

/** The cookie that holds a session. */
export function sessionCookie(env: Pick<Env, "AUTH_URL">) {
  return cookie(env, "belfry-session");
}

/**
 * Below a base path the host is shared, as with a hub whose proxy hands every cookie of `/` on to labs: ours go to our
 * own path alone. Under TLS a prefix makes browsers refuse the cookie from a plain address and, at a root, another host.
 */
function cookie({ AUTH_URL }: Pick<Env, "AUTH_URL">, name: string, maxAge?: number) {
  const secure = AUTH_URL?.startsWith("https:") ?? false;
  const prefix = secure ? (basePath === "" ? "__Host-" : "__Secure-") : "";
  return {
    name: prefix + name,
    options: {
      httpOnly: true,
      sameSite: "lax" as const,
      path: basePath || "/",
      secure,
      ...(maxAge !== undefined && { maxAge }),
    },
  };
}
