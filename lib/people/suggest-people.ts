import { and, asc, isNull, sql } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { named } from "./list-people.ts";

const most = 8;

/** Names of people who are no members of the origin yet, for what was typed of one: those that begin with it first. */
export async function suggestPeople(
  { db }: Pick<Ctx, "db">,
  { find, origin }: { find: string; origin: string },
): Promise<string[]> {
  const outside = sql`not exists (select from membership m where m.person_id = ${person.id} and m.origin = ${origin})`;
  const rows = await db
    .select({ username: person.username })
    .from(person)
    .where(and(named(find), isNull(person.disabledAt), outside))
    .orderBy(sql`not starts_with(lower(${person.username}), lower(${find}))`, asc(person.username))
    .limit(most);
  return rows.map(({ username }) => username);
}
