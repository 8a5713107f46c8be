import { createHash, randomBytes } from "node:crypto";
import type { HubToken, HubUser, Lab, Leak } from "./records.ts";

/** What a lab makes of an `Authorization` header: whether it lets it in, and what it should never have been shown. */
interface TokenCheck {
  tokenId: string;
  accepted: boolean;
  leak: Leak["kind"] | null;
}

/** Every token the hub knows. */
export class TokenStore {
  readonly #tokens = new Map<string, HubToken>();
  #made = 0;

  /** Makes a token; the service's own has no user. Returns it with the secret. */
  make(user: HubUser | null, scopes: string[], expiresAt: number | null): { token: HubToken; secret: string } {
    const secret = randomBytes(16).toString("hex");
    const token = { id: `a${++this.#made}`, user, scopes, expiresAt };
    this.#tokens.set(secret, token);
    return { token, secret };
  }

  /** The token of an API call's `Authorization: token …` or `Bearer …`; null when unknown or expired. */
  find(authorization: string | undefined): HubToken | null {
    const secret = /^(?:token|bearer) +(\S+)$/i.exec(authorization ?? "")?.[1];
    const token = secret === undefined ? undefined : this.#tokens.get(secret);
    return token === undefined || isExpired(token) ? null : token;
  }

  /** A lab takes `token …` alone, from its own user. A `Bearer` is refused, but was seen all the same. */
  checkAtLab(lab: Lab, authorization: string | undefined): TokenCheck {
    const [, scheme, secret] = /^(\S+) +(\S+)$/.exec(authorization ?? "") ?? [];
    if (secret === undefined) return { tokenId: "none", accepted: false, leak: null };
    const token = this.#tokens.get(secret);
    if (token === undefined) {
      const digest = createHash("sha256").update(secret).digest("hex");
      return { tokenId: `unknown:${digest.slice(0, 12)}`, accepted: false, leak: "unknown" };
    }
    const opens = token.user !== null && token.scopes.some((scope) => opensLab(scope, lab));
    const accepted = opens && scheme?.toLowerCase() === "token" && !isExpired(token);
    return { tokenId: token.id, accepted, leak: leakOf(token, lab, opens) };
  }
}

/** The scopes of a user's token when none are asked for: all that the user may do. */
export function allScopesOf(user: HubUser): string[] {
  const own = [
    "access:servers",
    "servers",
    "tokens",
    "read:tokens",
    "read:servers",
    "read:users:name",
    "read:users:groups",
  ];
  if (user.admin)
    return [
      ...own,
      ...["access:services", "admin:servers", "admin:users", "list:users", "read:hub", "read:users"],
      ...user.scopes,
    ];
  return [...own.map((scope) => `${scope}!user=${user.name}`), "access:services!service=belfry", ...user.scopes];
}

function isExpired(token: HubToken): boolean {
  return token.expiresAt !== null && token.expiresAt <= Date.now();
}

function opensLab(scope: string, lab: Lab): boolean {
  return (
    scope === `access:servers!server=${lab.key}` ||
    scope === `access:servers!user=${lab.username}` ||
    scope === "access:servers"
  );
}

function leakOf(token: HubToken, lab: Lab, opens: boolean): Leak["kind"] | null {
  if (token.user === null) return "service";
  if (!opens) return "other-lab";
  const own = [`access:servers!server=${lab.key}`, `read:users:name!user=${lab.username}`];
  return token.scopes.every((scope) => own.includes(scope)) ? null : "too-broad";
}
