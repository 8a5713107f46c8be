import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { announcement } from "#lib/bus/bus.ts";
import { broadcastTopic, workTopic } from "#lib/bus/topics.ts";
import type { HubClient, HubServer } from "#lib/jupyterhub/client.ts";
import { resolveAudience, type Audience, type Resolved } from "./resolve-recipients.ts";

/** Said on a broadcast, and of the list of active servers. */
export const unsettledWarning =
  "The hub’s list changed each time it was read, five times in a row: a lab that came or went meanwhile may be missing.";

/** Whom a broadcast reaches now. */
export interface Reach {
  servers: HubServer[];
  /** Whom it is for; nothing where that is everybody, or was known already. */
  people: Resolved | undefined;
  /** What may have gone wrong with the listing. */
  warning?: string;
}

/**
 * Asks the hub for the servers to ring now, and whom a broadcast is for.
 * @param resolved whether its recipients are usernames that the hub was asked about already, and nobody else
 * @throws BelfryError `hub-failed`
 */
export async function reach(
  hub: HubClient,
  audience: Audience,
  { resolved = false }: { resolved?: boolean } = {},
): Promise<Reach> {
  const said: { warning?: string } = {};
  const onUnsettled = () => (said.warning = unsettledWarning);
  const ready = await readyServers(hub, onUnsettled);
  const running = ready.map(({ username }) => username);
  const people = resolved ? undefined : await resolveAudience(hub, audience, { running, onUnsettled });
  const meant = people?.usernames ?? audience.recipients;
  if (!meant) return { servers: ready, people, ...said };
  const chosen = new Set(meant);
  return { servers: ready.filter(({ username }) => chosen.has(username)), people, ...said };
}

/** Every server that could be rung now. @throws BelfryError `hub-failed` */
export async function readyServers(hub: HubClient, onUnsettled?: () => void): Promise<HubServer[]> {
  return (await hub.listServers({ state: "ready", onUnsettled })).filter(({ ready }) => ready);
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
export async function plan(
  db: Db,
  broadcastId: number,
  { servers, warning = null }: { servers: readonly HubServer[]; warning?: string | null | undefined },
): Promise<void> {
  await addDeliveries(db, broadcastId, servers);
  await db.execute(sql`
    with planned as (update broadcast set planned_at = coalesce(planned_at, now()), error = null, warning = ${warning} where id = ${broadcastId} and state in ('running', 'waiting') returning id)
    select ${announcement(workTopic)}, ${announcement(broadcastTopic(broadcastId))} from planned`);
}
