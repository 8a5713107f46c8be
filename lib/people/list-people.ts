import { and, asc, eq, isNotNull, sql, type SQL } from "drizzle-orm";
import { person } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { accountColumns, type Account } from "./account.ts";
import type { PeopleShown } from "./schema.ts";

export interface PeopleListed {
  people: Account[];
  /** How many there are with this part of a name, in each view of the list. */
  counts: Record<PeopleShown, number>;
}

const parts: Record<PeopleShown, SQL> = {
  all: sql`true`,
  admins: eq(person.role, "admin"),
  disabled: isNotNull(person.disabledAt),
};

/** Whether a name holds the text, whatever its case. */
export const named = (text: string): SQL => sql`position(lower(${text}) in lower(${person.username})) > 0`;

/** Accounts, by name. @param find a part of the name; empty for all */
export async function listPeople(
  { db }: Pick<Ctx, "db">,
  { find, show, offset, limit }: { find: string; show: PeopleShown; offset: number; limit: number },
): Promise<PeopleListed> {
  const counted = (part: SQL) => sql<number>`count(*) filter (where ${part})`.mapWith(Number);
  const [people, [counts]] = await Promise.all([
    db
      .select(accountColumns)
      .from(person)
      .where(and(named(find), parts[show]))
      .orderBy(asc(person.username))
      .offset(offset)
      .limit(limit),
    db
      .select({ all: counted(parts.all), admins: counted(parts.admins), disabled: counted(parts.disabled) })
      .from(person)
      .where(named(find)),
  ]);
  if (!counts) throw new Error("a count gave no row");
  return { people, counts };
}
