import type { Db } from "#db/client.ts";
import { append } from "#lib/inbox/append.ts";
import { everyone, userAudience } from "#lib/inbox/audience.ts";
import { ownOrigin, ownType, type Category } from "#lib/inbox/schema.ts";
import type { Variant } from "./message.ts";

const categories: Record<Variant, Category> = {
  default: "info",
  info: "info",
  success: "success",
  warning: "warning",
  error: "error",
  "in-progress": "info",
};

/**
 * Puts a broadcast into the inbox of everyone, or of each chosen hub user, whether they have an account yet or not.
 * On the transaction that starts the broadcast, so that neither exists without the other.
 */
export async function inboxCopy(
  tx: Db,
  sent: { id: number; message: string; variant: Variant; recipients: readonly string[] | null; sender: string },
  now: Date,
): Promise<void> {
  await append(tx, [
    {
      audience: sent.recipients ? sent.recipients.map((name) => userAudience("jupyterhub", name)) : everyone,
      origin: ownOrigin,
      type: ownType,
      category: categories[sent.variant],
      data: { broadcast_id: sent.id, message: sent.message, variant: sent.variant, sender: sent.sender },
      shownAt: now,
    },
  ]);
}
