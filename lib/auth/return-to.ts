import { basePath } from "#lib/env.ts";

/**
 * Where to go on after signing in or out: the page that was asked for if it is ours, else the first one.
 * @param origin our own address as browsers see it
 * @param asked an address, or a path on this host
 * @returns an address with host and base path
 */
export function returnTo(origin: string, asked: string | undefined): string {
  const url = asked === undefined ? null : URL.parse(asked, origin);
  const ours = url?.origin === origin && `${url.pathname}/`.startsWith(`${basePath}/`);
  return ours ? url.href : `${origin}${basePath}/`;
}
