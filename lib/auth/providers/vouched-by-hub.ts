import type { TokenOwner } from "#lib/jupyterhub/owner-of-token.ts";
import type { Vouched } from "#lib/people/provision-account.ts";
import { usernameFrom } from "#lib/people/username-from.ts";

/** The user whom a hub names as a token's owner; nobody for a service's, or for a name that none could have here. */
export function vouchedByHub({ kind, name, admin }: Pick<TokenOwner, "kind" | "name" | "admin">): Vouched | undefined {
  const username = usernameFrom(name);
  if (kind !== "user" || username === undefined) return undefined;
  return { provider: "jupyterhub", subject: name, username, role: admin ? "admin" : "member" };
}
