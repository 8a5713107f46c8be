const nowhere = "http://localhost";

/**
 * Where to go after signing in: a path on this site as it was asked for, else `/`. An address that a browser would
 * read as another site's (`//host`, `/\host`, a scheme, control characters) is never followed.
 */
export function localPath(from: string | string[] | null | undefined): `/${string}` {
  if (typeof from !== "string" || !from.startsWith("/") || !URL.canParse(from, nowhere)) return "/";
  const url = new URL(from, nowhere);
  const path = `${url.pathname}${url.search}${url.hash}`;
  return url.origin === nowhere && !path.startsWith("//") ? `/${path.slice(1)}` : "/";
}
