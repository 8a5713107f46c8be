import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import type { Alive } from "#lib/bus/instances.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import { retry } from "#lib/async/retry.ts";

/** Which advisory locks these are; the second number is which of them. */
const lockClass = 5_250_101;

/**
 * Makes a hub client ask for no more than this instance's part of the tokens. Where there are more instances than tokens
 * that may be asked for at once, some of them take turns.
 */
export function shareMinting(db: Db, hub: HubClient, alive: Alive): void {
  hub.shareMinting({ ...alive, withLock: (lock, work) => withLock(db, lock, work) });
}

/** Does the work while no instance holds the same lock; whoever waits longest is next. A connection is held meanwhile. */
async function withLock<T>(db: Db, lock: number, work: () => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined;
  const once = () => (begun ??= work());
  await retry(() =>
    db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${lockClass}, ${lock})`);
      // What becomes of the work is not the transaction's matter, nor is a connection lost meanwhile the work's.
      await once().catch(() => undefined);
    }),
  );
  return once();
}
