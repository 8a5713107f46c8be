import type { Profile } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { Instance } from "#lib/instance.ts";
import type { Attempt } from "../attempt.ts";
import { offeredProviders, type OfferedProvider } from "../offered-providers.ts";
import { github } from "./github.ts";
import { jupyterhub } from "./jupyterhub.ts";
import { oidc } from "./oidc.ts";
import type { Arrival, Provider, Tokens } from "./provider.ts";
import { ProviderError, refusalFor } from "./refusal-for.ts";

const makers = { jupyterhub, github, oidc };

/** The providers that are configured, as next-auth wants them. What goes wrong at one is told to the attempt. */
export function configuredProviders(running: Pick<Instance, "env" | "hub">, attempt: Attempt): OAuthConfig<Arrival>[] {
  return offeredProviders(running.env).map((offered) =>
    nextAuthProvider(offered, makers[offered.id](running), attempt),
  );
}

function nextAuthProvider(
  offered: OfferedProvider,
  { settings, urls, scope, arrival }: Provider,
  attempt: Attempt,
): OAuthConfig<Arrival> {
  const asking = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      attempt.refusal = refusalFor(error, offered.name);
      throw error;
    }
  };
  return {
    ...offered,
    type: "oauth",
    checks: ["pkce", "state"],
    httpOptions: { timeout: 10_000 },
    ...settings,
    authorization: { ...(urls && { url: urls.authorize }), params: { scope } },
    token: {
      ...(urls && { url: urls.token }),
      request: ({ client, params, checks, provider }) =>
        asking(async () => {
          const tokens = await client[settings.idToken ? "callback" : "oauthCallback"](
            provider.callbackUrl,
            params,
            checks,
          );
          // GitHub answers 200 to a code that it does not take.
          if (!tokens.access_token)
            throw new ProviderError(typeof tokens["error"] === "string" ? tokens["error"] : "no access token");
          return { tokens };
        }),
    },
    userinfo: {
      ...(urls?.userinfo !== undefined && { url: urls.userinfo }),
      request: ({ client, tokens }) =>
        asking(async () => (await arrival(tokens as Tokens & { access_token: string }, client)) as Profile),
    },
    // What else the provider said ends here: no token and no address of theirs goes into a session.
    profile: (arrived) => arrived,
  };
}
