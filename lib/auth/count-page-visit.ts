import type { Instance } from "#lib/instance.ts";
import { networkOf } from "#lib/limits/network.ts";
import { cookieOf } from "./actor.ts";
import { addressOf } from "./address.ts";
import { sessionCookie } from "./cookie.ts";
import type { RequestHead } from "./request-head.ts";
import { openSession } from "./session-token.ts";

/**
 * Counts a request for a page: for whom its session is, else for its address. Whether the session still counts is for the
 * page to find out; that we made it is enough here.
 * @throws BelfryError `too-many`
 */
export async function countPageVisit(
  running: Pick<Instance, "env" | "authSecret" | "visits">,
  request: RequestHead,
): Promise<void> {
  const cookie = cookieOf(request, sessionCookie(running.env).name);
  const session = cookie === undefined ? undefined : await openSession(running.authSecret, cookie);
  if (session) running.visits.people.take(String(session.personId));
  else running.visits.strangers.take(networkOf(addressOf(request)));
}
