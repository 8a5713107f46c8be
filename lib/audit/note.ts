import type { Db } from "#db/client.ts";
import { audit } from "#db/schema/operations.ts";
import type { Actor } from "#lib/ctx.ts";
import type { Act, AuditVia } from "./schema.ts";

/** What was done, to whom or what, and what else is worth knowing. Never a secret, a hash or what somebody typed in vain. */
export interface Entry {
  act: Act;
  /** A username, an origin, the name of a token, the number of a broadcast. */
  subject?: string;
  detail?: Record<string, string | number | boolean | string[]>;
}

/** Who acts, and how they came to. */
export type Noting = Pick<Actor, "personId" | "username"> & { via: AuditVia };

/** Writes into the audit log what the actor does. On the transaction that does it, so that neither is there without the other. */
export async function note(
  db: Db,
  { personId, username, via }: Noting,
  { act, subject, detail = {} }: Entry,
): Promise<void> {
  await db.insert(audit).values({ actorId: personId, actor: username, via, act, subject: subject ?? null, detail });
}
