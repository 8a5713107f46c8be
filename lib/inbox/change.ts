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
 * Changes one person's inbox in a transaction. The row lock taken first makes changes to one inbox queue up, so that
 * the statements after it see what came before and no two of them wait for each other crosswise.
 */
export async function change<T>(db: Db, personId: number, happened: Change, work: (tx: Db) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`
      with changed as (update person set inbox_version = inbox_version + 1 where id = ${personId} returning id, inbox_version)
      select ${announcement(sql`format('inbox %s %s %s', id, inbox_version, ${JSON.stringify(happened)}::text)`)} from changed`);
    return work(tx);
  });
}
