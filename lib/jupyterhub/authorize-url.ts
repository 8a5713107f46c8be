/**
 * Where a browser goes to sign in at the hub. Its public address may be given as the host alone, with the hub's base
 * path, or with `/hub` at its end; without one, browsers reach the hub where we do.
 * @param apiUrl as the hub gives it to its services: `http://127.0.0.1:8081/jh/hub/api`
 */
export function authorizeUrl(apiUrl: string, publicUrl: string = apiUrl): string {
  const { origin, pathname } = new URL(publicUrl);
  const path = pathname.replace(/\/+$/, "");
  if (path === "") return `${origin}${new URL(apiUrl).pathname.replace(/\/+$/, "")}/oauth2/authorize`;
  const missing = path.endsWith("/hub/api") ? "" : path.endsWith("/hub") ? "/api" : "/hub/api";
  return `${origin}${path}${missing}/oauth2/authorize`;
}
