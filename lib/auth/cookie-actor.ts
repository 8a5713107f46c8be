import { decode } from "next-auth/jwt";
import type { Actor } from "#lib/ctx.ts";
import { systemCtx, type Instance } from "#lib/instance.ts";
import { actorOf, sessionPerson } from "#lib/people/person.ts";
import type { SessionClaims } from "./options.ts";

/** Whose session a cookie is of; checked against the account at every request. */
export async function cookieActor(running: Instance, cookie: string | undefined): Promise<Actor | undefined> {
  if (cookie === undefined) return undefined;
  // A cookie of another secret or a torn one is no cookie.
  const claims = (await decode({ token: cookie, secret: running.authSecret }).catch(() => null)) as SessionClaims | null;
  if (!claims) return undefined;
  const found = await sessionPerson(systemCtx(running), claims);
  return found && actorOf(found, "session");
}
