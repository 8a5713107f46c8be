import { sql } from "drizzle-orm";
import { membership } from "#db/schema/index.ts";
import type { Db } from "#db/client.ts";
import { originAudience } from "#lib/inbox/audience.ts";
import { change } from "#lib/inbox/change.ts";

/** Who says that a person belongs to an origin. */
export interface Belonging {
  personId: number;
  origin: string;
  source: "admin" | "hub" | "oidc";
}

/**
 * Makes a person a member of an origin, by one source. The first one starts them at the heads of its feeds: they see
 * what is published from now on. A feed that is born later starts at 0 and needs no cursor.
 * @returns false when they were one already
 * @see docs/decisions/0013-memberships-before-origins.md
 */
export async function join(db: Db, { personId, origin, source }: Belonging): Promise<boolean> {
  return change(db, personId, { event: "reset" }, async (tx) => {
    const made = await tx.insert(membership).values({ personId, origin, source }).onConflictDoNothing().returning();
    if (made.length === 0) return false;
    await tx.execute(sql`
      insert into cursor (person_id, feed_id, joined, cleared, read)
      select ${personId}, id, head, head, head from feed where audience = ${originAudience(origin)}
        and not exists (select from membership where person_id = ${personId} and origin = ${origin} and source <> ${source})
      on conflict (person_id, feed_id) do update set joined = excluded.joined, cleared = excluded.cleared, read = excluded.read`);
    return true;
  });
}
