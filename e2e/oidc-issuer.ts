import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** An OpenID Connect issuer on loopback, whose own login takes any subject and any password. */
export interface OidcIssuer {
  settings: Record<string, string>;
  /** Tells it where signing in leads back to. */
  register: (redirectUri: string) => void;
  close: () => void;
}

const client = { client_id: "belfry", client_secret: "a secret of the issuer's" };

/** What the issuer tells of a subject. */
export interface Told {
  preferred_username?: string;
  email?: string;
  email_verified?: boolean;
  groups?: string[];
}

/** Starts one. @param told by subject; of one without an entry the issuer tells nothing. What changes here, changes there */
export async function startOidcIssuer(told: Record<string, Told>): Promise<OidcIssuer> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_ID: client.client_id, AUTH_OIDC_SECRET: client.client_secret },
    register(redirectUri) {
      const provider = new Provider(issuer, {
        clients: [{ ...client, redirect_uris: [redirectUri] }],
        cookies: { keys: ["a key of the issuer's"] },
        pkce: { required: () => true },
        claims: {
          openid: ["sub"],
          profile: ["preferred_username"],
          email: ["email", "email_verified"],
          groups: ["groups"],
        },
        scopes: ["openid", "profile", "email", "groups"],
        findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...told[sub] }) }),
      });
      const answer = provider.callback();
      server.on("request", (request, response) => void answer(request, response));
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
