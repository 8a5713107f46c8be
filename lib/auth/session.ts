import { cookies } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import type { Actor } from "#lib/ctx.ts";
import { instance, requestCtx, type RequestCtx } from "#lib/instance.ts";
import { sessionCookie } from "./cookie.ts";
import { cookieActor } from "./session-token.ts";

/** For pages and server actions: who is signed in. */
export const sessionActor = cache(async (): Promise<Actor | undefined> => {
  const running = instance();
  return cookieActor(running, (await cookies()).get(sessionCookie(running.env).name)?.value);
});

/** For pages and server actions: the context of whoever is signed in, else the way to the sign-in page. */
export async function signedIn(from: string): Promise<RequestCtx> {
  const actor = await sessionActor();
  if (!actor) redirect(`/sign-in?from=${encodeURIComponent(from)}`);
  return requestCtx(instance(), actor);
}

/** For pages and server actions of admins: as {@link signedIn}; a member gets the 403 page. */
export async function signedInAdmin(from: string): Promise<RequestCtx> {
  const ctx = await signedIn(from);
  if (ctx.actor.role !== "admin") forbidden();
  return ctx;
}
