import { domainToASCII } from "node:url";
import { z } from "zod";
import type { Env } from "#lib/env.ts";

/** A list, or the one group alone, as some issuers send it. */
const groupsClaim = z.union([z.array(z.string()), z.string().transform((group) => [group])]);

/** The groups that an issuer tells of somebody. Who sends no such claim, or another kind of value, tells none. */
export function groupsIn(
  { AUTH_OIDC_GROUPS_CLAIM: claim = "groups" }: Pick<Env, "AUTH_OIDC_GROUPS_CLAIM">,
  told: Record<string, unknown>,
): string[] {
  const value = Object.hasOwn(told, claim) ? told[claim] : undefined;
  return groupsClaim.safeParse(value).data ?? [];
}

interface Told {
  email: string | undefined;
  /** The same, where the issuer says that it is theirs. */
  verifiedEmail: string | undefined;
  groups: readonly string[];
}

/** Why somebody may not come in, in words for them; nothing for who may. One of the lists is enough. */
export function mayComeIn(
  {
    AUTH_OIDC_ALLOW_DOMAINS: domains,
    AUTH_OIDC_ALLOW_GROUPS: allowed,
  }: Pick<Env, "AUTH_OIDC_ALLOW_DOMAINS" | "AUTH_OIDC_ALLOW_GROUPS">,
  { email, verifiedEmail, groups }: Told,
): string | undefined {
  if (!domains && !allowed) return undefined;
  if (domains && verifiedEmail !== undefined && domains.includes(domainOf(verifiedEmail))) return undefined;
  if (allowed && groups.some((group) => allowed.includes(group))) return undefined;
  const noEmail = email === undefined ? "no e-mail address of yours" : `${email}, and not that it is yours`;
  const reasons = [
    domains &&
      (verifiedEmail === undefined
        ? `certain e-mail domains, and the issuer tells ${noEmail}`
        : `certain e-mail domains, and that of ${verifiedEmail} is none of them`),
    allowed && "certain groups, and you are in none of them",
  ].filter((reason) => reason !== undefined);
  return `Belfry is open to ${reasons.join("; to ")}. An admin can let you in.`;
}

/** As it can be compared: in ASCII and lower case. Empty for what is no address. */
function domainOf(email: string): string {
  const at = email.lastIndexOf("@");
  return at < 1 ? "" : domainToASCII(email.slice(at + 1)).toLowerCase();
}
