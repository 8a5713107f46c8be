import type { Actor } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { systemCtx, type Instance } from "#lib/instance.ts";
import { identifyToken } from "#lib/tokens/identify.ts";
import { tokenPrefix } from "#lib/tokens/secret.ts";
import { addressOf } from "./address.ts";
import { sessionCookie } from "./cookie.ts";
import { identifyHubToken, whyNobody } from "./hub-token.ts";
import type { RequestHead } from "./request-head.ts";
import { cookieActor } from "./session-token.ts";

/**
 * Who sends a request: the owner of the token in `Authorization: Bearer T` or `token T`, else whoever is signed in.
 * A token that is there and bad is refused; the cookie then doesn't count.
 * @throws BelfryError `unauthenticated`
 */
export async function requestActor(running: Instance, request: RequestHead): Promise<Actor | undefined> {
  const header = request.headers.get("authorization");
  if (header === null) return cookieActor(running, cookieOf(request, sessionCookie(running.env).name));
  const token = tokenOf(request);
  const actor =
    token &&
    (token.startsWith(tokenPrefix)
      ? await identifyToken(systemCtx(running), token)
      : await identifyHubToken(running, token, addressOf(request)));
  if (!actor)
    throw new BelfryError(
      "unauthenticated",
      (token && whyNobody(token)) || "The token is not known, has expired or was revoked.",
    );
  return actor;
}

/** The token that a request comes with, if it has the form of one. */
export function tokenOf({ headers }: RequestHead): string | undefined {
  return /^(?:bearer|token) +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/** The value of one cookie of a request. Ours holds nothing that would be escaped. */
export function cookieOf(request: RequestHead, name: string): string | undefined {
  const pairs = request.headers.get("cookie")?.split(/; */) ?? [];
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
