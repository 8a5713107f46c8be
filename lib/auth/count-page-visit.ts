import type { NextRequest } from "next/server";
import { startedInstance } from "#lib/instance.ts";
import { networkOf } from "#lib/limits/network.ts";
import { addressOf } from "./address.ts";
import { sessionCookie } from "./cookie.ts";
import { openSession } from "./session-token.ts";

/**
 * Counts a request for a page: for whom its session is, else for its address. Whether the session still counts is for the
 * page to find out; that we made it is enough here.
 * @throws BelfryError `too-many`
 */
export async function countPageVisit(request: NextRequest): Promise<void> {
  const running = startedInstance();
  if (!running) return;
  const cookie = request.cookies.get(sessionCookie(running.env).name)?.value;
  const session = cookie === undefined ? undefined : await openSession(running.authSecret, cookie);
  if (session) running.visits.people.take(String(session.personId));
  else running.visits.strangers.take(networkOf(addressOf(request)));
}
