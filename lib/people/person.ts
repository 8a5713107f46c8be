import { and, isNull, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { endedSession, person } from "#db/schema/people.ts";
import type { Actor, Scope, SystemCtx } from "#lib/ctx.ts";
import { batchPerDatabase } from "#lib/async/batch.ts";
import { memoryOfPeople } from "#lib/bus/memory-of-people.ts";
import { perBus } from "#lib/bus/per-bus.ts";

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
  /** Which of theirs it is; left out for what nobody signs out of, such as a hub's token. */
  sessionId?: string;
}

const remembered = perBus((bus) => memoryOfPeople<Person>(bus));

/**
 * The person a session was made for; nobody once it was signed out of, the account is disabled or its role has changed.
 * Asks no SQL for one that is remembered: all of these are announced.
 */
export async function sessionPerson({ db }: Pick<SystemCtx, "db">, session: Session): Promise<Person | undefined> {
  const memory = remembered(db);
  if (!memory) return lookUp(db, session);
  const key = `${session.personId} ${session.sessionVersion} ${session.sessionId ?? ""}`;
  return memory.recall(key) ?? memory.get(key, () => lookUp(db, session));
}

/** Sessions that come at the same time are looked up in one statement. */
const lookUp = batchPerDatabase(async (db: Db, asked: Session[]) => {
  const ids = sql.param(asked.flatMap(({ sessionId }) => sessionId ?? []));
  const rows = await db
    .select({
      ...personColumns,
      ended: sql<
        string[]
      >`array(select ${endedSession.id} from ${endedSession} where ${endedSession.id} = any(${ids}::text[]))`,
    })
    .from(person)
    .where(
      and(
        sql`${person.id} = any(${sql.param(asked.map(({ personId }) => personId))}::bigint[])`,
        isNull(person.disabledAt),
      ),
    );
  const found = new Map(rows.map(({ ended: _, ...row }) => [row.id, row]));
  // The same in every row.
  const ended = new Set(rows[0]?.ended);
  return asked.map(({ personId, sessionVersion, sessionId = "" }) => {
    const row = found.get(personId);
    return row?.sessionVersion === sessionVersion && !ended.has(sessionId) ? row : undefined;
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
