import { desc, sql } from "drizzle-orm";
import { savedMessage } from "#db/schema/index.ts";
import type { Ctx } from "#lib/ctx.ts";
import type { SavedMessage } from "../document.ts";
import { variablesOf } from "../variables.ts";

/** The saved messages, the one used last first, then the newest. */
export async function listSaved({ db }: Pick<Ctx, "db">): Promise<SavedMessage[]> {
  const rows = await db
    .select({
      id: savedMessage.id,
      message: savedMessage.message,
      type: savedMessage.variant,
      autoCloseMs: savedMessage.autoCloseMs,
      lastUsedAt: savedMessage.lastUsedAt,
    })
    .from(savedMessage)
    .orderBy(sql`${savedMessage.lastUsedAt} desc nulls last`, desc(savedMessage.id));
  return rows.map(({ autoCloseMs, lastUsedAt, ...saved }) => ({
    ...saved,
    variables: variablesOf(saved.message),
    autoClose: autoCloseMs ?? false,
    lastUsedISO: lastUsedAt?.toISOString() ?? null,
  }));
}
