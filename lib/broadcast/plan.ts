import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { announcement } from "#lib/bus/bus.ts";
import { broadcastTopic, workTopic } from "#lib/bus/topics.ts";
import type { HubClient, HubServer } from "#lib/jupyterhub/client.ts";

/** The servers to ring now: every ready one, or those of the chosen people. @throws BelfryError `hub-failed` */
export async function readyServers(hub: HubClient, recipients: readonly string[] | null): Promise<HubServer[]> {
  const servers = (await hub.listServers({ state: "ready" })).filter(({ ready }) => ready);
  if (!recipients) return servers;
  const chosen = new Set(recipients);
  return servers.filter(({ username }) => chosen.has(username));
}

/**
 * Inserts a delivery for each server that has none yet for this broadcast; those that were rung before stay as they
 * are, so planning again (a crash, a lab that starts later) rings nobody twice. One that was cancelled while the hub
 * was asked gets none: the lock makes this and the cancelling take turns.
 * @returns how many are new
 */
export async function addDeliveries(db: Db, broadcastId: number, servers: readonly HubServer[]): Promise<number> {
  const rows = servers.map(({ username, server, url, fullUrl, started }) => ({
    username,
    server,
    base_url: url,
    full_url: fullUrl,
    lab_started: started,
  }));
  const inserted = await db.execute(sql`
    insert into delivery (broadcast_id, username, server, base_url, full_url, lab_started)
    select ${broadcastId}, s.username, s.server, s.base_url, s.full_url, s.lab_started
    from (select from broadcast where id = ${broadcastId} and state in ('running', 'waiting') for update) b,
      jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(username text, server text, base_url text, full_url text, lab_started text)
    on conflict do nothing`);
  return inserted.count;
}

/**
 * Plans a broadcast: from now on its deliveries are what is left to do. How many there are is announced, so that whoever
 * watches sees them before the first has answered.
 */
export async function plan(db: Db, broadcastId: number, servers: readonly HubServer[]): Promise<void> {
  await addDeliveries(db, broadcastId, servers);
  await db.execute(sql`
    with planned as (update broadcast set planned_at = coalesce(planned_at, now()), error = null where id = ${broadcastId} and state in ('running', 'waiting') returning id)
    select ${announcement(workTopic)}, ${announcement(broadcastTopic(broadcastId))} from planned`);
}
