import type { Env } from "#lib/env.ts";

/** Somebody else who vouches for people: how the code and how pages call them. */
export interface Way {
  id: "jupyterhub" | "github" | "oidc";
  name: string;
}

/** The ways to sign in beside a local account, as far as they are configured. */
export function ways({ JUPYTERHUB_CLIENT_ID, AUTH_GITHUB_ID, AUTH_OIDC_ISSUER }: Env): Way[] {
  const all: (Way & { on: boolean })[] = [
    { id: "jupyterhub", name: "JupyterHub", on: JUPYTERHUB_CLIENT_ID !== undefined },
    { id: "github", name: "GitHub", on: AUTH_GITHUB_ID !== undefined },
    { id: "oidc", name: "single sign-on", on: AUTH_OIDC_ISSUER !== undefined },
  ];
  return all.filter(({ on }) => on).map(({ id, name }) => ({ id, name }));
}
