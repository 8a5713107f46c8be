import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";
import type { Instance } from "#lib/instance.ts";
import type { Person } from "#lib/people/person.ts";
import { sessionAgeS, sessionCookie } from "./cookie.ts";
import { sessionToken } from "./options.ts";

/** Signs somebody in anew in the browser that asks, when what they did ended the session they did it in. */
export async function renewSession({ env, authSecret }: Pick<Instance, "env" | "authSecret">, person: Person): Promise<void> {
  const { name, options } = sessionCookie(env);
  const token = await encode({ token: sessionToken(person), secret: authSecret, maxAge: sessionAgeS });
  (await cookies()).set(name, token, { ...options, maxAge: sessionAgeS });
}
