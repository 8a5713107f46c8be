import type { Actor } from "#lib/ctx.ts";
import { systemCtx, type Instance } from "#lib/instance.ts";
import { actorOf, sessionPerson } from "#lib/people/person.ts";
import { openSession } from "./session-token.ts";

/** Whose session a cookie is of; checked against the account at every request. */
export async function cookieActor(running: Instance, cookie: string | undefined): Promise<Actor | undefined> {
  const session = cookie === undefined ? undefined : await openSession(running.authSecret, cookie);
  const found = session && (await sessionPerson(systemCtx(running), session));
  return found && { ...actorOf(found, "session"), untilMs: session.exp * 1000 };
}
