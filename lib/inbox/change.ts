import { sql, type SQL } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { announcement } from "#lib/live/bus.ts";

/** What happened to an inbox, as its owner's other windows are told; without `origin`, to all of it. */
export interface Change {
  event: "read" | "cleared" | "reset";
  origin?: string | undefined;
  id?: number;
}

/** Changes one person's inbox in a transaction that {@link beginChange} opens. */
export async function change<T>(db: Db, personId: number, happened: Change, work: (tx: Db) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await beginChange(tx, sql`${personId}`, happened);
    return work(tx);
  });
}

/**
 * Comes first in a transaction that changes inboxes. The row locks taken here make changes to one inbox queue up, so
 * that the statements after it see what came before and no two of them wait for each other crosswise. Each change has
 * the next version, and is announced with it when the transaction commits.
 * @param people whose, as what may stand in `in (…)`
 */
export async function beginChange(tx: Db, people: SQL, happened: Change): Promise<void> {
  await tx.execute(sql`
    with locked as (select id from person where id in (${people}) order by id for no key update),
    changed as (update person p set inbox_version = inbox_version + 1 from locked where p.id = locked.id returning p.id, p.inbox_version)
    select ${announcement(sql`format('inbox %s %s %s', id, inbox_version, ${JSON.stringify(happened)}::text)`)} from changed`);
}
