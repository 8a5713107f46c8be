import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { apiToken, person } from "#db/schema/index.ts";
import type { Actor, Scope, SystemCtx } from "#lib/ctx.ts";
import { actorOf, personColumns } from "#lib/people/person.ts";
import { hashToken } from "./secret.ts";

/**
 * Whose token this is. Notes that it was used, at most once a minute.
 * @returns nobody when it is unknown, revoked, expired, or its owner is disabled
 */
export async function identifyToken({ db, now }: Pick<SystemCtx, "db" | "now">, token: string): Promise<Actor | undefined> {
  const at = now();
  const [found] = await db
    .select({ ...personColumns, tokenId: apiToken.id, scopes: apiToken.scopes, lastUsedAt: apiToken.lastUsedAt })
    .from(apiToken)
    .innerJoin(person, eq(person.id, apiToken.personId))
    .where(
      and(eq(apiToken.hash, hashToken(token)), isNull(person.disabledAt), or(isNull(apiToken.expiresAt), gt(apiToken.expiresAt, at))),
    );
  if (!found) return undefined;
  if (!found.lastUsedAt || at.getTime() - found.lastUsedAt.getTime() > 60_000) {
    await db.update(apiToken).set({ lastUsedAt: sql`greatest(${apiToken.lastUsedAt}, ${at.toISOString()})` }).where(eq(apiToken.id, found.tokenId));
  }
  // An admin who is no longer one takes the admin scopes of their tokens along.
  const scopes = (found.scopes as Scope[]).filter((scope) => found.role === "admin" || scope === "notifications" || scope.startsWith("publish:"));
  return actorOf(found, "token", scopes);
}
