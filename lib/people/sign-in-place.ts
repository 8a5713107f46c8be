import { and, eq, sql } from "drizzle-orm";
import { person, signInPlace } from "#db/schema/index.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { networkOf } from "#lib/limits/network.ts";

/** Remembers where somebody has signed in from with their password. */
export async function rememberPlace(
  { db }: Pick<SystemCtx, "db">,
  { personId, address }: { personId: number; address: string },
): Promise<void> {
  await db
    .insert(signInPlace)
    .values({ personId, network: networkOf(address) })
    .onConflictDoUpdate({ target: [signInPlace.personId, signInPlace.network], set: { seenAt: sql`now()` } });
}

/** Whether whoever has that name has signed in from there before. */
export async function isKnownPlace(
  { db }: Pick<SystemCtx, "db">,
  { username, address }: { username: string; address: string },
): Promise<boolean> {
  const found = await db
    .select({ personId: signInPlace.personId })
    .from(signInPlace)
    .innerJoin(person, eq(person.id, signInPlace.personId))
    .where(and(eq(person.username, username), eq(signInPlace.network, networkOf(address))));
  return found.length > 0;
}

/** Deletes places where nobody has signed in for longer than the retention. */
export async function forgetPlaces(
  { db }: Pick<SystemCtx, "db">,
  { retentionDays }: { retentionDays: number },
): Promise<void> {
  await db.execute(sql`delete from sign_in_place where seen_at < now() - ${retentionDays} * interval '1 day'`);
}
