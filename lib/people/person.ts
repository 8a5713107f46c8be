import { and, eq, isNull } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import type { Actor, Scope, SystemCtx } from "#lib/ctx.ts";

/** Somebody with an account, as sessions and tokens see them. */
export interface Person {
  id: number;
  username: string;
  provider: string;
  role: "admin" | "member";
  sessionVersion: number;
}

/** The columns of {@link Person}. */
export const personColumns = {
  id: person.id,
  username: person.username,
  provider: person.provider,
  role: person.role,
  sessionVersion: person.sessionVersion,
};

/** The person a session was made for; nobody once the account is disabled or its role has changed since. */
export async function sessionPerson(
  { db }: Pick<SystemCtx, "db">,
  session: { personId: number; sessionVersion: number },
): Promise<Person | undefined> {
  const [found] = await db
    .select(personColumns)
    .from(person)
    .where(and(eq(person.id, session.personId), eq(person.sessionVersion, session.sessionVersion), isNull(person.disabledAt)));
  return found;
}

/** What somebody may do when they come as themselves, not by a token with scopes of its own. */
export function ownScopes(role: Person["role"]): readonly Scope[] {
  return role === "admin" ? ["notifications", "publish", "broadcast", "admin"] : ["notifications"];
}

/** The actor for a person who comes as themselves. */
export function actorOf(found: Person, via: Actor["via"], scopes = ownScopes(found.role)): Actor {
  return { personId: found.id, username: found.username, provider: found.provider, role: found.role, scopes, via };
}
