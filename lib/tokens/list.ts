import { asc, eq } from "drizzle-orm";
import { apiToken } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { requireKeeper, tokenColumns, type Token } from "./token.ts";

/** The actor's tokens, the oldest first; expired ones too. @throws BelfryError `forbidden` */
export async function listTokens({ db, actor }: Pick<Ctx, "db" | "actor">): Promise<Token[]> {
  requireKeeper(actor);
  return tokensOf({ db }, { id: actor.personId });
}

/** As {@link listTokens}, of anybody: whether the caller may is for who calls it to check. */
export async function tokensOf({ db }: Pick<Ctx, "db">, { id }: { id: number }): Promise<Token[]> {
  return db.select(tokenColumns).from(apiToken).where(eq(apiToken.personId, id)).orderBy(asc(apiToken.id));
}
