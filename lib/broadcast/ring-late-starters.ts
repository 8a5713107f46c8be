import { and, eq, inArray, sql } from "drizzle-orm";
import { broadcast, delivery } from "#db/schema/index.ts";
import type { Db } from "#db/client.ts";
import type { HubServer } from "#lib/jupyterhub/client.ts";
import { announce } from "#lib/bus/bus.ts";
import { broadcastTopic, workTopic } from "#lib/bus/topics.ts";
import type { RingCtx } from "./ctx.ts";
import { lastLookWithinS } from "./finish.ts";
import { FAILED_OUTCOMES } from "./outcome.ts";
import { addDeliveries, readyServers } from "./plan.ts";
import { queuedAgain, resumed } from "./retry.ts";

/** The hub is asked by one instance at a time, which is given up on after this long. */
const lookLeaseS = 30;
/** Not again before this has passed, on whichever instance: a little less than a round. */
const pauseS = 4;

interface Waiting extends Record<string, unknown> {
  id: number;
  recipients: string[] | null;
  /** ms since 1970. */
  startedMs: number;
  validUntilMs: number;
  /** Its time is over: this is the last look. */
  over: boolean;
}

/**
 * For each broadcast that is still valid: servers that have become ready since are rung too, once; and once more those
 * that failed and were started anew. When its time is over it is looked for those who started just before.
 * The hub is asked once for all of them together, by one instance at a time.
 * @throws BelfryError `hub-failed`; broadcasts whose time is long over are ended all the same
 */
export async function ringLateStarters(ctx: RingCtx): Promise<void> {
  const { db, hub } = ctx;
  await db.execute(sql`
    update broadcast set state = 'finished', finished_at = now(), lease_until = null
    where state = 'waiting' and valid_until <= now() - ${lastLookWithinS} * interval '1 second'`);
  if (!hub) return;
  const waiting = await db.execute<Waiting>(sql`
    update broadcast set lease_until = now() + ${lookLeaseS} * interval '1 second'
    where state = 'waiting' and (lease_until is null or lease_until < now())
    returning id, recipients, valid_until <= now() as over,
      extract(epoch from started_at)::float8 * 1000 as "startedMs", extract(epoch from valid_until)::float8 * 1000 as "validUntilMs"`);
  if (waiting.length === 0) return;
  try {
    const ready = await readyServers(hub);
    for (const one of waiting) await ringNew(ctx, one, ready);
    if (waiting.some(({ recipients }) => !recipients)) {
      await db.execute(
        sql`update broadcast set audience_size = ${await hub.countUsers()} where state = 'waiting' and recipients is null`,
      );
    }
  } finally {
    await db
      .update(broadcast)
      .set({ leaseUntil: sql`now() + ${pauseS} * interval '1 second'` })
      .where(
        and(
          eq(broadcast.state, "waiting"),
          inArray(
            broadcast.id,
            waiting.map(({ id }) => id),
          ),
        ),
      );
  }
}

async function ringNew({ db }: RingCtx, waiting: Waiting, ready: readonly HubServer[]): Promise<void> {
  const { id, recipients, over } = waiting;
  const servers = ready.filter(
    (server) => (!recipients || recipients.includes(server.username)) && (!over || startedInTime(server, waiting)),
  );
  await db.transaction(async (tx) => {
    const added = await addDeliveries(tx, id, servers);
    const again = await queueRestarted(tx, id, servers);
    const isWaiting = and(eq(broadcast.id, id), eq(broadcast.state, "waiting"));
    if (added + again > 0) {
      await tx.update(broadcast).set(resumed).where(isWaiting);
      await announce(tx, workTopic);
    } else if (over) {
      await tx
        .update(broadcast)
        .set({ state: "finished", finishedAt: sql`now()`, leaseUntil: null })
        .where(isWaiting);
    } else return;
    await announce(tx, broadcastTopic(id));
  });
}

/** Nothing else tells, after its time, who came within it. One that was starting already when it was sent has had its time. */
function startedInTime({ started }: HubServer, { startedMs, validUntilMs }: Waiting): boolean {
  const atMs = Date.parse(started ?? "");
  return atMs >= startedMs && atMs < validUntilMs;
}

/**
 * Servers that did certainly not take it and were started anew since are new ones, as far as being rung once goes.
 * Those whose outcome is unknown are left alone: their people may have seen it.
 */
async function queueRestarted(tx: Db, id: number, servers: readonly HubServer[]): Promise<number> {
  const listed = JSON.stringify(
    servers.map(({ username, server, url, fullUrl, started }) => ({ username, server, url, fullUrl, started })),
  );
  const again = await tx
    .update(delivery)
    .set({ ...queuedAgain, baseUrl: sql`s.url`, fullUrl: sql`s."fullUrl"`, labStarted: sql`s.started` })
    .from(
      sql`jsonb_to_recordset(${listed}::jsonb) as s(username text, server text, url text, "fullUrl" text, started text)`,
    )
    .where(
      sql`${delivery.broadcastId} = ${id} and ${delivery.username} = s.username and ${delivery.server} = s.server and ${delivery.labStarted} <> s.started
      and ${inArray(delivery.outcome, FAILED_OUTCOMES)} and exists (select from broadcast where id = ${id} and state = 'waiting')`,
    )
    .returning({ username: delivery.username });
  return again.length;
}
