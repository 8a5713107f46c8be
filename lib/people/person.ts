import { and, isNull, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { person } from "#db/schema/index.ts";
import type { Actor, Scope, SystemCtx } from "#lib/ctx.ts";
import { joinedOn } from "#lib/joined.ts";

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

/** Whom a session was made for, and for which version of their rights. */
export interface Session {
  personId: number;
  sessionVersion: number;
}

/** The person a session was made for; nobody once the account is disabled or its role has changed since. */
export function sessionPerson({ db }: Pick<SystemCtx, "db">, { personId, sessionVersion }: Session): Promise<Person | undefined> {
  return lookUp(db, { personId, sessionVersion });
}

/** Sessions that come at the same time are looked up in one statement. */
const lookUp = joinedOn(async (db: Db, asked: Session[]) => {
  const rows = await db
    .select(personColumns)
    .from(person)
    .where(and(sql`${person.id} = any(${sql.param(asked.map(({ personId }) => personId))}::bigint[])`, isNull(person.disabledAt)));
  const found = new Map(rows.map((row) => [row.id, row]));
  return asked.map(({ personId, sessionVersion }) => {
    const row = found.get(personId);
    return row?.sessionVersion === sessionVersion ? row : undefined;
  });
});

/** What somebody may do when they come as themselves, not by a token with scopes of its own. */
export function ownScopes(role: Person["role"]): readonly Scope[] {
  return role === "admin" ? ["notifications", "publish", "broadcast", "admin"] : ["notifications"];
}

/** The actor for a person who comes as themselves. */
export function actorOf(found: Person, via: Actor["via"], scopes = ownScopes(found.role)): Actor {
  return { personId: found.id, username: found.username, provider: found.provider, role: found.role, scopes, via };
}
