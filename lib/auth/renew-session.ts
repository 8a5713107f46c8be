import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";
import type { Instance } from "#lib/instance.ts";
import type { Person } from "#lib/people/person.ts";
import { sessionAgeS, sessionCookie } from "./cookie.ts";
import type { SessionClaims } from "./options.ts";

/** Signs somebody in anew in the browser that asks, when what they did ended the session they did it in. */
export async function renewSession({ env, authSecret }: Pick<Instance, "env" | "authSecret">, { id, username, sessionVersion }: Person): Promise<void> {
  const claims: SessionClaims = { personId: id, sessionVersion };
  const { name, options } = sessionCookie(env);
  const token = await encode({ token: { sub: String(id), name: username, ...claims }, secret: authSecret, maxAge: sessionAgeS });
  (await cookies()).set(name, token, { ...options, maxAge: sessionAgeS });
}
