import type { Env } from "#lib/env.ts";

/** Somebody else who vouches for people: how the code and how pages call them. */
export interface OfferedProvider {
  id: "jupyterhub" | "github" | "oidc";
  name: string;
}

/** The providers that are configured: each another way to sign in than a local account. */
export function offeredProviders({ JUPYTERHUB_CLIENT_ID, AUTH_GITHUB_ID, AUTH_OIDC_ISSUER }: Env): OfferedProvider[] {
  const all: (OfferedProvider & { on: boolean })[] = [
    { id: "jupyterhub", name: "JupyterHub", on: JUPYTERHUB_CLIENT_ID !== undefined },
    { id: "github", name: "GitHub", on: AUTH_GITHUB_ID !== undefined },
    { id: "oidc", name: "single sign-on", on: AUTH_OIDC_ISSUER !== undefined },
  ];
  return all.filter(({ on }) => on).map(({ id, name }) => ({ id, name }));
}
