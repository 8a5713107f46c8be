import { z } from "zod";
import type { Env } from "#lib/env.ts";
import { usernameFrom } from "#lib/people/username-from.ts";
import { groupsIn, mayComeIn } from "./oidc-rules.ts";
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
export function oidc({ env }: { env: Env }): Provider {
  const { AUTH_OIDC_ISSUER = "", AUTH_OIDC_ID = "", AUTH_OIDC_SECRET = "", AUTH_OIDC_SCOPE: scope } = env;
  return {
    settings: {
      clientId: AUTH_OIDC_ID,
      clientSecret: AUTH_OIDC_SECRET,
      wellKnown: `${AUTH_OIDC_ISSUER}/.well-known/openid-configuration`,
      idToken: true,
      checks: ["pkce", "state", "nonce"],
    },
    scope,
    async arrival(tokens, client) {
      // Many issuers tell a name at their userinfo address alone; openid-client has checked that both mean the same subject.
      const more = client.issuer.metadata.userinfo_endpoint === undefined ? {} : await client.userinfo(tokens);
      const told = { ...more, ...tokens.claims() };
      const { iss, sub, preferred_username: name, email, email_verified: verified } = claims.parse(told);
      const verifiedEmail = verified === true ? email : undefined;
      const username = usernameFrom(name ?? verifiedEmail ?? "");
      if (username === undefined) throw new Nameless("the issuer told neither preferred_username nor a verified email");
      // A subject is unique at its issuer alone.
      const subject = `${iss} ${sub}`;
      return {
        id: subject,
        vouched: { provider: "oidc", subject, username },
        // Without a claim to follow, what one made before ends as well.
        groups: env.AUTH_OIDC_GROUPS_CLAIM === undefined ? [] : groupsIn(env, told),
        refused: mayComeIn(env, { email, verifiedEmail, groups: groupsIn(env, told) }),
      };
    },
  };
}
