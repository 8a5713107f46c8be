import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { transaction } from "#lib/bus/committed.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { append } from "#lib/inbox/append.ts";
import { userAudience } from "#lib/inbox/audience.ts";
import { categories, ownOrigin, type Category } from "#lib/inbox/schema.ts";
import { opened, unopened } from "./opened.ts";
import { post as postNow, type Posted } from "./post.ts";
import type { Reach } from "./reach.ts";
import { quietForMs } from "./quiet.ts";
import type { OutletShape, Quiet } from "./schema.ts";
import { nextStretch, type Next } from "./stretch.ts";

export interface SendCtx extends SystemCtx {
  authSecret: string;
  reach: Reach;
  /** Ends the work after what is in hand. */
  stopping: AbortSignal;
  /** In place of the real one, for tests. */
  post?: typeof postNow;
}

/** Longer than one request may take; each that was taken prolongs it. */
const leaseS = 30;
/** The pauses after a failure, in seconds; from the last on always that. */
const pausesS = [5, 30, 120, 600, 1800, 3600];
/** So long failures are followed by another try. */
const patienceHours = 24;

interface Held {
  id: number;
  personId: number;
  urlSealed: string;
  secretSealed: string;
  shape: OutletShape | null;
  origins: string[] | null;
  least: Category | null;
  types: string[] | null;
  quiet: Quiet | null;
}

/**
 * Sends what an outlet has before it, in its order, until nothing is left or one is not taken. The cursor moves after each that was taken:
 * whoever dies in between leaves it to be sent again, with the same id. Only who holds the lease sends.
 * @returns how many were taken
 */
export async function sendNext(ctx: SendCtx, id: number): Promise<number> {
  const leased: Leased = { id, owner: randomUUID() };
  const held = await lease(ctx, leased);
  if (!held) return 0;
  const quietMs = held.quiet ? quietForMs(held.quiet, ctx.now()) : 0;
  if (quietMs > 0) {
    await pause(ctx, leased, quietMs);
    return 0;
  }
  const to = opened(ctx.authSecret, held);
  const send = async (one: Next): Promise<Posted> => {
    if (!to) return { ok: false, reason: unopened };
    const posting = { ...to, shape: held.shape, messageId: `msg_${id}_${one.id}`, one, now: ctx.now() };
    return (ctx.post ?? postNow)(ctx.reach, posting);
  };
  let taken = 0;
  for (;;) {
    const stretch = await nextStretch(ctx, held);
    const passed = new Map<number, number>();
    for (const one of stretch) {
      if (ctx.stopping.aborted) break;
      const wanted = isWanted(held, one);
      const posted = wanted ? await send(one) : undefined;
      if (posted?.ok === false) {
        await moveTo(ctx, leased, passed, 0);
        await failed(ctx, leased, posted.reason ?? "no answer");
        return taken;
      }
      passed.set(one.feedId, one.seq);
      if (!wanted) continue;
      const goesOn = await moveTo(ctx, leased, passed, 1);
      passed.clear();
      taken += 1;
      if (!goesOn) return taken;
    }
    const goesOn = await moveTo(ctx, leased, passed, 0);
    if (stretch.length === 0 || !goesOn || ctx.stopping.aborted) break;
  }
  await ctx.db.execute(sql`update outlet set lease_until = null where id = ${id} and lease_owner = ${leased.owner}`);
  return taken;
}

async function lease({ db }: SystemCtx, { id, owner }: Leased): Promise<Held | undefined> {
  const [held] = await db.execute<Held & Record<string, unknown>>(sql`
    update outlet set lease_owner = ${owner}, lease_until = now() + ${leaseS} * interval '1 second'
    where id = ${id} and resting_since is null and (lease_until is null or lease_until < now()) and (next_try_at is null or next_try_at <= now())
    returning id, person_id as "personId", url_sealed as "urlSealed", secret_sealed as "secretSealed", shape, origins, least, types, quiet`);
  return held;
}

/** Leaves an outlet alone for a while. */
async function pause({ db }: SystemCtx, { id, owner }: Leased, ms: number): Promise<void> {
  await db.execute(sql`
    update outlet set lease_until = null, next_try_at = now() + ${ms} * interval '1 millisecond' where id = ${id} and lease_owner = ${owner}`);
}

/** What an outlet lets through. Of a muted origin, what it names by itself alone. */
function isWanted({ origins, least, types }: Held, { origin, category, type, muted }: Next): boolean {
  if (origins ? !origins.includes(origin) : muted) return false;
  if (types && !types.includes(type)) return false;
  return least === null || categories.indexOf(category) >= categories.indexOf(least);
}

interface Leased {
  id: number;
  owner: string;
}

/** Moves the cursor, in one statement with the lease that allows it. @returns whether there is more to do: the lease still was ours, and its owner did not pause it */
async function moveTo(
  { db }: SystemCtx,
  { id, owner }: Leased,
  passed: ReadonlyMap<number, number>,
  taken: number,
): Promise<boolean> {
  const rows = await db.execute<{ goesOn: boolean }>(sql`
    with held as (
      update outlet set lease_until = now() + ${leaseS} * interval '1 second', sent = sent + ${taken}, next_try_at = null
        ${taken > 0 ? sql`, last_sent_at = now(), failures = 0, failing_since = null, reason = null` : sql``}
      where id = ${id} and lease_owner = ${owner} returning id, resting_since is null as "goesOn"
    ), moved as (
      insert into outlet_cursor (outlet_id, feed_id, seq)
      select held.id, to_feed[1], to_feed[2] from held cross join lateral (
        select array[(entry->>0)::bigint, (entry->>1)::bigint] as to_feed from jsonb_array_elements(${JSON.stringify([...passed])}::jsonb) as entry
      ) as each
      on conflict (outlet_id, feed_id) do update set seq = greatest(outlet_cursor.seq, excluded.seq)
    )
    select "goesOn" from held`);
  return rows[0]?.goesOn ?? false;
}

/** Notes a failure and when to try again. After a day of them the outlet rests, and its owner's inbox says so, at once or not at all. */
async function failed({ db, now, log }: SystemCtx, { id, owner }: Leased, reason: string): Promise<void> {
  await transaction(db, async (tx) => {
    const [row] = await tx.execute<{
      host: string;
      rests: boolean;
      provider: string;
      subject: string;
      failures: number;
    }>(sql`
      update outlet o set failures = o.failures + 1, failing_since = coalesce(o.failing_since, now()), reason = ${reason.slice(0, 300)}, lease_until = null,
        next_try_at = now() + ((${JSON.stringify(pausesS)}::jsonb ->> least(o.failures, ${pausesS.length - 1}))::float8 * (0.9 + random() * 0.2)) * interval '1 second',
        resting_since = case when o.failing_since < now() - ${patienceHours} * interval '1 hour' then now() end
      from person p where o.id = ${id} and o.lease_owner = ${owner} and p.id = o.person_id
      returning o.host, o.resting_since is not null as rests, p.provider, p.subject, o.failures`);
    if (!row?.rests) return;
    log.warn({ outlet: id, failures: row.failures, reason }, "an outlet rests after a day of failures");
    await append(tx, [
      {
        audience: userAudience(row.provider, row.subject),
        origin: ownOrigin,
        type: "outlet-resting",
        category: "warning",
        data: {
          title: `The outlet to ${row.host} rests`,
          message: `It failed ${row.failures} times in a day, the last time with: ${reason}. Under Settings, Outlets it can be tried again; nothing is lost until then.`,
        },
        shownAt: now(),
      },
    ]);
  });
}
