const words: Record<string, string> = {
  local: "Password",
  jupyterhub: "JupyterHub",
  github: "GitHub",
  oidc: "Single sign-on",
};

/** How somebody signs in, by their provider. */
export function providerWords(provider: string): string {
  return words[provider] ?? provider;
}
