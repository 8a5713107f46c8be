import { z } from "zod";
import type { Env } from "#lib/env.ts";
import { usernameFrom } from "#lib/people/username-from.ts";
import { Nameless, type Provider } from "./provider.ts";

/** OpenID Connect's standard claims, as far as they matter (OpenID Connect Core 1.0, sections 2 and 5.1). */
const claims = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
});

/** Any OpenID Connect issuer, found by its discovery document. */
export function oidc({
  env: { AUTH_OIDC_ISSUER = "", AUTH_OIDC_ID = "", AUTH_OIDC_SECRET = "" },
}: {
  env: Env;
}): Provider {
  return {
    settings: {
      clientId: AUTH_OIDC_ID,
      clientSecret: AUTH_OIDC_SECRET,
      wellKnown: `${AUTH_OIDC_ISSUER}/.well-known/openid-configuration`,
      idToken: true,
      checks: ["pkce", "state", "nonce"],
    },
    scope: "openid profile email",
    async arrival(tokens, client) {
      // Many issuers tell a name at their userinfo address alone; openid-client has checked that both mean the same subject.
      const more = client.issuer.metadata.userinfo_endpoint === undefined ? {} : await client.userinfo(tokens);
      const {
        iss,
        sub,
        preferred_username: name,
        email,
        email_verified: verified,
      } = claims.parse({ ...more, ...tokens.claims() });
      const username = usernameFrom(name ?? (verified === true && email ? email : ""));
      if (username === undefined) throw new Nameless("the issuer told neither preferred_username nor a verified email");
      // A subject is unique at its issuer alone.
      const subject = `${iss} ${sub}`;
      return { id: subject, vouched: { provider: "oidc", subject, username } };
    },
  };
}
