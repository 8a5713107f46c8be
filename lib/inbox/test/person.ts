import { addPerson } from "#db/test/scratch.ts";
import type { Database } from "#db/client.ts";
import type { Actor, Ctx, Scope } from "#lib/ctx.ts";
import { createLog } from "#lib/log.ts";
import { ownScopes } from "#lib/people/person.ts";

let made = 0;

/** A new person, of a name of their own where none is given, as the context of what they do. */
export async function newPerson(
  database: Database,
  {
    role = "member",
    scopes = ownScopes(role),
    via = "session",
    username = `person-${++made}`,
  }: Partial<Pick<Actor, "role" | "via" | "username">> & { scopes?: readonly Scope[] } = {},
): Promise<Ctx> {
  const personId = await addPerson(database, username, { role });
  return {
    db: database.db,
    actor: { personId, username, provider: "local", role, scopes, via },
    now: () => new Date(),
    log: createLog("silent"),
  };
}
