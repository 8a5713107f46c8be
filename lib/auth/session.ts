import { cookies } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import type { Actor, Ctx } from "#lib/ctx.ts";
import { instance, systemCtx } from "#lib/instance.ts";
import { actorOf, sessionPerson } from "#lib/people/person.ts";
import { sessionCookie } from "./cookie.ts";
import type { SessionClaims } from "./options.ts";

/** Who is signed in, by the browser's cookie; checked against the account at every request. */
export const sessionActor = cache(async (): Promise<Actor | undefined> => {
  const running = instance();
  const cookie = (await cookies()).get(sessionCookie(running.env).name);
  if (!cookie) return undefined;
  // A cookie of another secret or a torn one is no cookie.
  const claims = (await decode({ token: cookie.value, secret: running.authSecret }).catch(() => null)) as SessionClaims | null;
  if (!claims) return undefined;
  const found = await sessionPerson(systemCtx(running), claims);
  return found && actorOf(found, "session");
});

/** For pages and server actions: the context of whoever is signed in, else the way to the sign-in page. */
export async function signedIn(from: string): Promise<Ctx> {
  const actor = await sessionActor();
  if (!actor) redirect(`/sign-in?from=${encodeURIComponent(from)}`);
  return { ...systemCtx(instance()), actor };
}

/** For pages and server actions of admins: as {@link signedIn}; a member gets the 403 page. */
export async function signedInAdmin(from: string): Promise<Ctx> {
  const ctx = await signedIn(from);
  if (ctx.actor.role !== "admin") forbidden();
  return ctx;
}
