import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { announcement } from "#lib/live/bus.ts";

/** What happened to an inbox, as its owner's other windows are told; without `origin`, to all of it. */
export interface Change {
  event: "read" | "cleared" | "reset";
  origin?: string | undefined;
  id?: number;
}

/**
 * Changes one person's inbox in a transaction. The lock on the person's row, taken first, makes changes to one inbox
 * queue up, so that the statements after it see what came before and no two of them wait for each other crosswise. Each
 * change has the next version, and is announced with it when the transaction commits.
 */
export async function change<T>(db: Db, personId: number, happened: Change, work: (tx: Db) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    // Not `for update` and then this in one statement: where a foreign key holds the row too, that can wait for somebody who waits for it.
    await tx.execute(sql`
      with changed as (update person set inbox_version = inbox_version + 1 where id = ${personId} returning id, inbox_version)
      select ${announcement(sql`format('inbox %s %s %s', id, inbox_version, ${JSON.stringify(happened)}::text)`)} from changed`);
    return work(tx);
  });
}
