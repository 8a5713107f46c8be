import { and, asc, desc, eq, isNull, ne } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { apiToken, person } from "#db/schema/index.ts";
import { announce } from "#lib/bus/bus.ts";
import { accountTopic } from "#lib/bus/topics.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { ownScopes } from "#lib/people/person.ts";
import { hashToken } from "#lib/hash-token.ts";

/**
 * Makes the token from the environment the first admin's, with every scope; one that is no longer set ends. Instances
 * that start at once do the same, so each step is one that may be done twice.
 */
export async function keepFixedToken({ db }: Pick<SystemCtx, "db">, token: string | undefined): Promise<void> {
  const before = await db.select({ personId: apiToken.personId }).from(apiToken).where(eq(apiToken.fixed, true));
  await replace(db, token);
  // Instances that run already may remember whose it was.
  for (const { personId } of before) await announce(db, accountTopic(personId));
}

async function replace(db: Db, token: string | undefined): Promise<void> {
  const hash = token === undefined ? undefined : hashToken(token);
  await db
    .delete(apiToken)
    .where(and(eq(apiToken.fixed, true), hash === undefined ? undefined : ne(apiToken.hash, hash)));
  if (token === undefined || hash === undefined) return;
  const [admin] = await db
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.role, "admin"), isNull(person.disabledAt)))
    // A local one first, whom no hub can make a member.
    .orderBy(desc(eq(person.provider, "local")), asc(person.id))
    .limit(1);
  if (!admin) throw new Error("ADMIN_TOKEN is set, but there is no admin whom it could act as");
  const rights = { personId: admin.id, scopes: [...ownScopes("admin")] };
  await db
    .insert(apiToken)
    .values({ ...rights, name: "ADMIN_TOKEN", hash, prefix: token.slice(0, 8), fixed: true })
    .onConflictDoUpdate({ target: apiToken.hash, set: rights });
}
