import { z } from "zod";
import type { Env } from "#lib/env.ts";
import { usernameFrom } from "#lib/people/username-from.ts";
import { Nameless, type Provider } from "./provider.ts";

const publicGitHub = "https://github.com";

/** GitHub's answer to `GET /user`, as far as it matters. The number stays when its owner takes another login. */
const user = z.object({ id: z.int().positive(), login: z.string() });

/** GitHub, or a GitHub Enterprise Server at an address of its own. No scopes: who somebody is, is public. */
export function github({
  env: { AUTH_GITHUB_ID = "", AUTH_GITHUB_SECRET = "", AUTH_GITHUB_URL: url },
}: {
  env: Env;
}): Provider {
  return {
    settings: {
      clientId: AUTH_GITHUB_ID,
      clientSecret: AUTH_GITHUB_SECRET,
      client: { token_endpoint_auth_method: "client_secret_post" },
      // GitHub names itself so in its answers, and openid-client compares.
      issuer: `${url}/login/oauth`,
    },
    urls: {
      authorize: `${url}/login/oauth/authorize`,
      token: `${url}/login/oauth/access_token`,
      userinfo: url === publicGitHub ? "https://api.github.com/user" : `${url}/api/v3/user`,
    },
    async arrival({ access_token: token }, client) {
      const { id, login } = user.parse(await client.userinfo(token));
      const username = usernameFrom(login);
      if (username === undefined) throw new Nameless("GitHub told no login");
      // Numbers are one server's own.
      const subject = url === publicGitHub ? String(id) : `${url} ${id}`;
      return { id: subject, vouched: { provider: "github", subject, username } };
    },
  };
}
