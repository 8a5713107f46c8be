import { asc, eq } from "drizzle-orm";
import { apiToken } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import { requireKeeper, tokenColumns, type Token } from "./token.ts";

/** The actor's tokens, the oldest first; expired ones too. @throws BelfryError `forbidden` */
export async function listTokens({ db, actor }: Pick<Ctx, "db" | "actor">): Promise<Token[]> {
  requireKeeper(actor);
  return db.select(tokenColumns).from(apiToken).where(eq(apiToken.personId, actor.personId)).orderBy(asc(apiToken.id));
}
