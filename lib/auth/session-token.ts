import { randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import { decode, encode, type JWT } from "next-auth/jwt";
import { z } from "zod";
import type { Actor } from "#lib/ctx.ts";
import { systemCtx, type Instance } from "#lib/instance.ts";
import { actorOf, sessionPerson, type Person, type Session } from "#lib/people/person.ts";
import { sessionAgeS } from "./cookie.ts";

const claims = z.object({
  personId: z.number(),
  sessionVersion: z.number(),
  sessionId: z.string(),
  /** Seconds since 1970. */
  exp: z.number(),
});

/** What a session's cookie says, signed and encrypted: who, which version of their rights, which session, until when. */
export type SessionClaims = z.output<typeof claims> & Required<Session>;

/** The claims among what a cookie held; nothing where they are no session's. */
export const readClaims = (held: unknown): SessionClaims | undefined => claims.safeParse(held).data;

const nowS = () => Math.floor(Date.now() / 1000);

/** All that a session's cookie holds. @param session the one that goes on; left out: a new one begins */
export function sessionToken(
  { id, username, sessionVersion }: Pick<Person, "id" | "username" | "sessionVersion">,
  { sessionId, exp }: Pick<SessionClaims, "sessionId" | "exp"> = { sessionId: randomUUID(), exp: nowS() + sessionAgeS },
): JWT & SessionClaims {
  return { sub: String(id), name: username, personId: id, sessionVersion, sessionId, exp };
}

/** Seals a session for its cookie. One that is sealed anew ends no later for it. */
export function sealSession(secret: string, token: JWT & SessionClaims): Promise<string> {
  return encode({ token, secret, maxAge: token.exp - nowS() });
}

/** Sessions as they were opened, by secret and cookie: to open one costs more than many an answer, and each request brings it. */
const opened = new LRUCache<string, SessionClaims>({ max: 10_000 });

/** The session in a cookie; nothing for one of another secret, torn, or past its end. */
export async function openSession(secret: string, cookie: string): Promise<SessionClaims | undefined> {
  const key = `${secret} ${cookie}`;
  const known = opened.get(key);
  if (known) return known.exp > nowS() ? known : undefined;
  const session = readClaims(await decode({ token: cookie, secret }).catch(() => null));
  if (session) opened.set(key, session);
  return session;
}

/** Whose session a cookie is of; checked against the account at every request. */
export async function cookieActor(running: Instance, cookie: string | undefined): Promise<Actor | undefined> {
  const session = cookie === undefined ? undefined : await openSession(running.authSecret, cookie);
  const found = session && (await sessionPerson(systemCtx(running), session));
  return found && { ...actorOf(found, "session"), untilMs: session.exp * 1000 };
}
