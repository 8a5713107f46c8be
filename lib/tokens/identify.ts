import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { apiToken, person } from "#db/schema/index.ts";
import type { Actor, Scope, SystemCtx } from "#lib/ctx.ts";
import { batchPerDatabase } from "#lib/async/batch.ts";
import { actorOf, personColumns } from "#lib/people/person.ts";
import { hashToken } from "#lib/hash-token.ts";

/**
 * Whose token this is, by the database's clock. Notes that it was used, at most once a minute.
 * @returns nobody when it is unknown, revoked, expired, or its owner is disabled
 */
export async function identifyToken({ db }: Pick<SystemCtx, "db">, token: string): Promise<Actor | undefined> {
  const found = await lookUp(db, hashToken(token));
  if (!found) return undefined;
  if (found.unnoted)
    await db
      .update(apiToken)
      .set({ lastUsedAt: sql`now()` })
      .where(eq(apiToken.id, found.tokenId));
  // An admin who is no longer one takes the admin scopes of their tokens along.
  const scopes = (found.scopes as Scope[]).filter(
    (scope) => found.role === "admin" || scope === "notifications" || scope.startsWith("publish:"),
  );
  return { ...actorOf(found, "token", scopes), credential: String(found.tokenId) };
}

/** Tokens that come at the same time are looked up in one statement. */
const lookUp = batchPerDatabase(async (db: Db, asked: string[]) => {
  const unnoted = sql<boolean>`${apiToken.lastUsedAt} is null or ${apiToken.lastUsedAt} < now() - interval '1 minute'`;
  const rows = await db
    .select({ ...personColumns, hash: apiToken.hash, tokenId: apiToken.id, scopes: apiToken.scopes, unnoted })
    .from(apiToken)
    .innerJoin(person, eq(person.id, apiToken.personId))
    .where(
      and(
        sql`${apiToken.hash} = any(${sql.param(asked)}::text[])`,
        sql`coalesce(${apiToken.expiresAt} > now(), true)`,
        isNull(person.disabledAt),
      ),
    );
  const found = new Map(rows.map((row) => [row.hash, row]));
  return asked.map((hash) => found.get(hash));
});
