import { z } from "zod";
import type { Env } from "#lib/env.ts";
import { usernameFrom } from "#lib/people/username-from.ts";
import { Nameless, type Client, type Provider } from "./provider.ts";

const publicGitHub = "https://github.com";

/** GitHub's answer to `GET /user`, as far as it matters. The number stays when its owner takes another login. */
const user = z.object({ id: z.int().positive(), login: z.string() });

/** GitHub's answer to `GET /user/memberships/orgs/{org}`: `pending` is an invitation. */
const organisation = z.object({ state: z.enum(["active", "pending"]) });

/**
 * GitHub, or a GitHub Enterprise Server at an address of its own. Who somebody is, is public and takes no scope; which
 * organisations they belong to takes `read:org`, asked for where it decides who may come in.
 */
export function github({
  env: {
    AUTH_GITHUB_ID = "",
    AUTH_GITHUB_SECRET = "",
    AUTH_GITHUB_URL: url,
    AUTH_GITHUB_ALLOW_USERS: users = [],
    AUTH_GITHUB_ALLOW_ORGS: orgs = [],
  },
}: {
  env: Env;
}): Provider {
  const api = url === publicGitHub ? "https://api.github.com" : `${url}/api/v3`;
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
      userinfo: `${api}/user`,
    },
    ...(orgs.length > 0 && { scope: "read:org" }),
    async arrival({ access_token: token }, client) {
      const { id, login } = user.parse(await client.userinfo(token));
      const username = usernameFrom(login);
      if (username === undefined) throw new Nameless("GitHub told no login");
      // Numbers are one server's own.
      const subject = url === publicGitHub ? String(id) : `${url} ${id}`;
      const arrival = { id: subject, vouched: { provider: "github", subject, username } };
      const isOpen = users.length + orgs.length === 0;
      if (isOpen || users.includes(login.toLowerCase())) return arrival;
      const said = await Promise.all(orgs.map((org) => belongs({ api, token, org }, client)));
      if (said.includes(true)) return arrival;
      const silent = orgs.filter((_, index) => said[index] === undefined);
      return { ...arrival, refused: silent.length > 0 ? untold(silent) : notAllowed(login) };
    },
  };
}

const notAllowed = (login: string) =>
  `Belfry is open to certain people and organisations of GitHub, and ${login} is none of them. An admin can let you in.`;

const untold = (orgs: readonly string[]) =>
  `GitHub does not tell Belfry who belongs to ${orgs.join(", ")}. An owner of that organisation has to allow Belfry there, under its third-party access.`;

/**
 * Whether whose token it is belongs to an organisation; nothing where that is kept from us.
 * @see https://docs.github.com/en/rest/orgs/members#get-an-organization-membership-for-the-authenticated-user
 * @throws Error when GitHub does not answer so that one could know
 */
async function belongs(
  { api, token, org }: { api: string; token: string; org: string },
  client: Client,
): Promise<boolean | undefined> {
  const { statusCode, body } = await client.requestResource(`${api}/user/memberships/orgs/${org}`, token, {
    headers: { accept: "application/vnd.github+json" },
  });
  if (statusCode === 404) return false;
  if (statusCode === 403) return undefined;
  if (statusCode !== 200) throw new Error(`GitHub answers ${statusCode} to who belongs to ${org}`);
  return organisation.parse(JSON.parse(body?.toString() ?? "")).state === "active";
}
