import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { apiToken } from "#db/schema/index.ts";
import { note, type Noting } from "#lib/audit/note.ts";

/** Ends all tokens of somebody, each with its line in the audit log; the one from `ADMIN_TOKEN` is not theirs alone and stays. */
export async function endTokens(
  tx: Db,
  actor: Noting,
  { id: personId, username }: { id: number; username: string },
): Promise<void> {
  const ended = await tx
    .delete(apiToken)
    .where(and(eq(apiToken.personId, personId), eq(apiToken.fixed, false)))
    .returning({ id: apiToken.id, name: apiToken.name });
  for (const { id, name } of ended)
    await note(tx, actor, { act: "token.revoke", subject: name, detail: { id, of: username } });
}
