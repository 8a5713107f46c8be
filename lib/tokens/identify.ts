import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { apiToken, person } from "#db/schema/index.ts";
import type { Actor, Scope, SystemCtx } from "#lib/ctx.ts";
import { joinedOn } from "#lib/joined.ts";
import { actorOf, personColumns } from "#lib/people/person.ts";
import { hashToken } from "./secret.ts";

/**
 * Whose token this is. Notes that it was used, at most once a minute.
 * @returns nobody when it is unknown, revoked, expired, or its owner is disabled
 */
export async function identifyToken({ db, now }: Pick<SystemCtx, "db" | "now">, token: string): Promise<Actor | undefined> {
  const at = now();
  const found = await lookUp(db, { hash: hashToken(token), at });
  if (!found) return undefined;
  if (!found.lastUsedAt || at.getTime() - found.lastUsedAt.getTime() > 60_000) {
    await db.update(apiToken).set({ lastUsedAt: sql`greatest(${apiToken.lastUsedAt}, ${at.toISOString()})` }).where(eq(apiToken.id, found.tokenId));
  }
  // An admin who is no longer one takes the admin scopes of their tokens along.
  const scopes = (found.scopes as Scope[]).filter((scope) => found.role === "admin" || scope === "notifications" || scope.startsWith("publish:"));
  return { ...actorOf(found, "token", scopes), credential: String(found.tokenId) };
}

/** Tokens that come at the same time are looked up in one statement. */
const lookUp = joinedOn(async (db: Db, asked: { hash: string; at: Date }[]) => {
  const rows = await db
    .select({ ...personColumns, hash: apiToken.hash, tokenId: apiToken.id, scopes: apiToken.scopes, expiresAt: apiToken.expiresAt, lastUsedAt: apiToken.lastUsedAt })
    .from(apiToken)
    .innerJoin(person, eq(person.id, apiToken.personId))
    .where(and(sql`${apiToken.hash} = any(${sql.param(asked.map(({ hash }) => hash))}::text[])`, isNull(person.disabledAt)));
  const found = new Map(rows.map((row) => [row.hash, row]));
  return asked.map(({ hash, at }) => {
    const row = found.get(hash);
    return row && (row.expiresAt === null || row.expiresAt > at) ? row : undefined;
  });
});
