import { cookies } from "next/headers";
import type { Instance } from "#lib/instance.ts";
import type { Person } from "#lib/people/person.ts";
import { sessionAgeS, sessionCookie } from "./cookie.ts";
import { sealSession, sessionToken } from "./session-token.ts";

/** Signs somebody in anew in the browser that asks, when what they did ended the session they did it in. */
export async function renewSession(
  { env, authSecret }: Pick<Instance, "env" | "authSecret">,
  person: Person,
): Promise<void> {
  const { name, options } = sessionCookie(env);
  (await cookies()).set(name, await sealSession(authSecret, sessionToken(person)), { ...options, maxAge: sessionAgeS });
}
