import { and, eq, sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { membership } from "#db/schema/index.ts";
import { originAudience } from "#lib/inbox/audience.ts";
import { change } from "#lib/inbox/change.ts";
import type { Belonging } from "./join.ts";

/**
 * Ends a person's membership of an origin by one source, or by all when none is given. With the last one they see
 * nothing of it: their cursors and receipts end. An undo token then has nothing to put back there, and if they come
 * back, where they join is the lowest it reaches.
 * @returns false when they were no member
 */
export async function leave(
  db: Db,
  { personId, origin, source }: Omit<Belonging, "source"> & { source?: Belonging["source"] },
): Promise<boolean> {
  return change(db, personId, { event: "reset" }, async (tx) => {
    const ended = await tx
      .delete(membership)
      .where(
        and(eq(membership.personId, personId), eq(membership.origin, origin), source && eq(membership.source, source)),
      )
      .returning();
    if (ended.length === 0) return false;
    await tx.execute(sql`
      with left_feeds as (
        select id from feed where audience = ${originAudience(origin)}
          and not exists (select from membership where person_id = ${personId} and origin = ${origin})
      ), cursors as (
        delete from cursor where person_id = ${personId} and feed_id in (select id from left_feeds)
      )
      delete from receipt where person_id = ${personId} and feed_id in (select id from left_feeds)`);
    return true;
  });
}
