import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { announcement } from "#lib/bus/bus.ts";
import { committed, transaction } from "#lib/bus/committed.ts";
import { inboxTopic, type Change } from "#lib/bus/topics.ts";

/**
 * Changes one person's inbox in a transaction. The lock on the person's row, taken first, makes changes to one inbox
 * queue up, so that the statements after it see what came before and no two of them wait for each other crosswise. Each
 * change has the next version, and is announced with it when the transaction commits.
 */
export async function change<T>(db: Db, personId: number, happened: Change, work: (tx: Db) => Promise<T>): Promise<T> {
  return transaction(db, async (tx) => {
    // Not `for update` and then this in one statement: where a foreign key holds the row too, that can wait for somebody who waits for it.
    const rows = await tx.execute<{ topic: string }>(sql`
      with changed as (
        update person set inbox_version = inbox_version + 1 where id = ${personId} returning id, inbox_version
      ), named as materialized (select ${inboxTopic(sql`id`, sql`inbox_version`, happened)} as topic from changed)
      select topic, ${announcement(sql`topic`)} from named`);
    committed(
      tx,
      rows.map(({ topic }) => topic),
    );
    return work(tx);
  });
}
