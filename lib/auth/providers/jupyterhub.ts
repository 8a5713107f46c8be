import { Agent } from "node:https";
import { authorizeUrl } from "#lib/jupyterhub/authorize-url.ts";
import type { Instance } from "#lib/instance.ts";
import { vouchedByHub } from "../hub-token.ts";
import { Nameless, type Provider } from "./provider.ts";

/**
 * A hub as an OAuth 2 provider. It takes the secret, which is the service's API token, in the body alone; no scopes are
 * asked for, which gives all that the hub's admin allows this service.
 */
export function jupyterhub({ env, hub }: Pick<Instance, "env" | "hub">): Provider {
  const {
    JUPYTERHUB_API_URL: apiUrl,
    JUPYTERHUB_API_TOKEN: clientSecret,
    JUPYTERHUB_CLIENT_ID: clientId,
    JUPYTERHUB_PUBLIC_URL: publicUrl,
  } = env;
  if (!hub || !apiUrl || !clientSecret || !clientId) throw new Error("the hub is not configured");
  return {
    settings: {
      clientId,
      clientSecret,
      client: { token_endpoint_auth_method: "client_secret_post" },
      ...(hub.tls && { httpOptions: { agent: new Agent(hub.tls) } }),
    },
    urls: { authorize: authorizeUrl(apiUrl, publicUrl), token: `${apiUrl}/oauth2/token` },
    async arrival({ access_token: token }) {
      const owner = await hub.ownerOfToken(token);
      const vouched = owner && vouchedByHub(owner);
      if (!vouched) throw new Nameless("the hub names no user for the token it gave");
      return { id: vouched.subject, vouched, groups: owner.groups };
    },
  };
}
