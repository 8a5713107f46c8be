import { and, asc, eq, isNull } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import type { Person } from "./person.ts";

/** The accounts of a hub's users that it is not known to have forgotten; `subject` is its name for each. */
export async function listOfHub({
  db,
}: Pick<SystemCtx, "db">): Promise<(Pick<Person, "id" | "username" | "role"> & { subject: string })[]> {
  return db
    .select({ id: person.id, username: person.username, role: person.role, subject: person.subject })
    .from(person)
    .where(and(eq(person.provider, "jupyterhub"), isNull(person.goneAt)))
    .orderBy(asc(person.id));
}
