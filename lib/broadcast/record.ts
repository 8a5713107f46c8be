import { sql } from "drizzle-orm";
import { batch } from "#lib/async/batch.ts";
import { announcement } from "#lib/bus/bus.ts";
import { emit } from "#lib/diagnostics.ts";
import type { RingCtx } from "./ctx.ts";
import type { Recorded } from "./outcome.ts";
import { retry } from "#lib/async/retry.ts";
import { broadcastTopic } from "#lib/bus/topics.ts";

/** The two marks a delivery gets: just before its request goes out, and when its outcome is known. */
export interface Recorder {
  /** @returns false when it is no longer ours to send: cancelled, or taken over after a lapsed lease */
  sending: (key: { username: string; server: string }) => Promise<boolean>;
  outcome: (recorded: Recorded) => Promise<void>;
}

/**
 * Writes down what happens to the deliveries of one broadcast, many at a time. The order makes a crash readable: a row
 * still `queued` was certainly not sent, a row `sending` may have been. Rows are found by their key, and the planner is
 * kept to it (`lateral … offset 0`, `limit`): else it reads a broadcast's every row in each of hundreds of statements.
 */
export function recorder({ db, owner }: Pick<RingCtx, "db" | "owner">, broadcastId: number): Recorder {
  const sending = batch(async (keys: { username: string; server: string }[]) => {
    // A row of ours that is `sending` already was marked by a statement whose answer was lost: this one repeats it.
    const ours = await retry(() =>
      db.execute<{ username: string; server: string }>(sql`
      with held as (
        select k.username, k.server
        from (select * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(username text, server text) order by 1, 2 limit ${keys.length}) k,
          lateral (select outcome, lease_owner from delivery d
            where d.broadcast_id = ${broadcastId} and d.username = k.username and d.server = k.server offset 0 for update) d
        where d.outcome in ('queued', 'sending') and d.lease_owner = ${owner})
      update delivery d set outcome = 'sending'
      from held where d.broadcast_id = ${broadcastId} and d.username = held.username and d.server = held.server
      returning d.username, d.server`),
    );
    const marked = new Set(ours.map(({ username, server }) => `${username}/${server}`));
    return keys.map(({ username, server }) => marked.has(`${username}/${server}`));
  });

  const outcome = batch(async (recorded: Recorded[]) => {
    // A row whose lease lapsed meanwhile is `unknown`; what the lab said in the end is the truth of it.
    await retry(() =>
      db.execute(sql`
      with answered as (
        select r.* from (select * from jsonb_to_recordset(${JSON.stringify(recorded)}::jsonb)
          as r(username text, server text, outcome text, "httpStatus" int, "durationMs" int, reason text, address text) order by 1, 2 limit ${recorded.length}) r,
          lateral (select outcome, lease_owner from delivery d
            where d.broadcast_id = ${broadcastId} and d.username = r.username and d.server = r.server offset 0 for update) d
        where d.outcome in ('queued', 'sending', 'unknown') and d.lease_owner = ${owner}
      ), written as (
        update delivery d set outcome = r.outcome, http_status = r."httpStatus", duration_ms = r."durationMs", reason = r.reason, address = r.address,
          finished_at = now(), lease_until = null
        from answered r where d.broadcast_id = ${broadcastId} and d.username = r.username and d.server = r.server
        returning 1)
      select count(*), ${announcement(broadcastTopic(broadcastId))} from written`),
    );
    for (const { outcome } of recorded) emit("delivery", { outcome });
    return recorded.map(() => undefined);
  });

  return { sending, outcome };
}
