import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { ringOwnLabs } from "#lib/broadcast/ring-own-labs.ts";
import { transaction } from "#lib/bus/committed.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { append } from "#lib/inbox/append.ts";
import { userAudience } from "#lib/inbox/audience.ts";
import { categories, ownOrigin, ownType, type Category } from "#lib/inbox/schema.ts";
import { called } from "./called.ts";
import { carry, type CarryCtx } from "./carry.ts";
import { digestDue, usualDigestAt } from "./digest.ts";
import { isAwake } from "./due.ts";
import { roomFor, toastOf } from "./lab/toast.ts";
import { opened, unopened } from "./opened.ts";
import type { Posted } from "./post.ts";
import { quietForMs } from "./quiet.ts";
import type { ByOrigin, Digest, DigestAt, OutletKind, OutletShape, PostedKind, Quiet } from "./schema.ts";
import { nextStretch, type Next } from "./stretch.ts";

export interface SendCtx extends SystemCtx, CarryCtx {
  /** Ends the work after what is in hand. */
  stopping: AbortSignal;
}

/** Longer than one request may take; each that was taken prolongs it. */
const leaseS = 30;
/** The pauses after a failure, in seconds; from the last on always that. */
const pausesS = [5, 30, 120, 600, 1800, 3600];
/** So long failures are followed by another try. */
const patienceHours = 24;
/** So many are looked at in a turn: of what becomes one message, as many as that may tell of. */
const mostAtOnce: Record<OutletKind, number> = { webhook: 50, email: 1000, push: 1000, lab: 1000 };

interface Held {
  id: number;
  personId: number;
  origin: string | null;
  username: string;
  /** Who they are with whoever vouches for them: on the hub, for labs. */
  subject: string;
  kind: OutletKind;
  urlSealed: string;
  secretSealed: string | null;
  shape: OutletShape | null;
  origins: string[] | null;
  least: Category | null;
  types: string[] | null;
  byOrigin: ByOrigin | null;
  quiet: Quiet | null;
  digest: Digest | null;
  digestAt: DigestAt | null;
}

/**
 * Sends what an outlet has before it, in its order, until nothing is left or something is not taken. The cursor moves after what was
 * taken: whoever dies in between leaves it to be sent again, with the same id. Only who holds the lease sends.
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
  let taken = 0;
  for (;;) {
    const stretch = await nextStretch(ctx, held, mostAtOnce[held.kind]);
    const wanted = stretch.filter((one) => isWanted(held, one));
    const { waitMs, singles } = await manner(ctx, held, wanted);
    if (waitMs > 0) {
      await pause(ctx, leased, waitMs);
      return taken;
    }
    for (const part of partsOf(held, stretch, singles)) {
      if (ctx.stopping.aborted) break;
      const sent = await sendPart(ctx, leased, held, part);
      taken += sent.taken;
      if (!sent.goesOn) return taken;
    }
    if (stretch.length === 0 || ctx.stopping.aborted) break;
  }
  await ctx.db.execute(sql`update outlet set lease_until = null where id = ${id} and lease_owner = ${leased.owner}`);
  return taken;
}

/** How what waits is sent: so many by themselves, the rest as one; or not yet. */
async function manner(
  ctx: SendCtx,
  { id, kind, digest, digestAt }: Held,
  wanted: readonly Next[],
): Promise<{ waitMs: number; singles: number }> {
  const [oldest] = wanted;
  if (kind === "webhook" || !oldest) return { waitMs: 0, singles: Infinity };
  if (kind === "push") return { waitMs: 0, singles: 0 };
  if (kind === "email") {
    const due = digest && digestDue(digest, digestAt ?? usualDigestAt, new Date(oldest.arrivedMs));
    return { waitMs: due ? Math.max(0, due.getTime() - ctx.now().getTime()) : 0, singles: 0 };
  }
  const { room, freesMs } = await roomFor(ctx.db, id);
  return { waitMs: freesMs, singles: wanted.length <= room ? wanted.length : room - 1 };
}

/** What is sent as one message each, with what is passed over before it. */
function partsOf(held: Held, stretch: readonly Next[], singles: number): Next[][] {
  const parts: Next[][] = [[]];
  for (const one of stretch) {
    parts.at(-1)?.push(one);
    if (parts.length <= singles && isWanted(held, one)) parts.push([]);
  }
  return parts.filter((part) => part.length > 0);
}

/** Sends a part, and moves the cursor past it. @returns how many of it were taken, and whether there is more to do */
async function sendPart(
  ctx: SendCtx,
  leased: Leased,
  held: Held,
  part: readonly Next[],
): Promise<{ taken: number; goesOn: boolean }> {
  const [first, ...others] = part.filter((one) => isWanted(held, one));
  const passed = new Map(part.map(({ feedId, seq }) => [feedId, seq]));
  const taken = first ? 1 + others.length : 0;
  if (held.kind === "lab") {
    return transaction(ctx.db, async (tx) => {
      const goesOn = await moveTo({ db: tx, now: ctx.now }, leased, passed, taken, { ok: true });
      // Without the lease it is another's to ring; with it, the toast is there exactly if the cursor has moved.
      if (first && goesOn !== undefined)
        await ringOwnLabs(tx, { outletId: held.id, username: held.subject, ...toastOf([first, ...others]) });
      return { taken, goesOn: goesOn === true };
    });
  }
  const posted: Posted = first ? await send(ctx, { ...held, kind: held.kind }, [first, ...others]) : { ok: true };
  if (posted.gone) {
    ctx.log.info(
      { outlet: held.id, reason: posted.reason },
      "a browser’s subscription has ended, and its outlet with it",
    );
    await ctx.db.execute(sql`delete from outlet where id = ${held.id} and lease_owner = ${leased.owner}`);
    return { taken: 0, goesOn: false };
  }
  if (!posted.ok) {
    await failed(ctx, leased, posted, 1 + others.length);
    return { taken: 0, goesOn: false };
  }
  return { taken, goesOn: (await moveTo(ctx, leased, passed, taken, posted)) === true };
}

async function send(ctx: SendCtx, held: Held & { kind: PostedKind }, all: readonly [Next, ...Next[]]): Promise<Posted> {
  const to = opened(ctx.authSecret, held);
  if (!to) return { ok: false, reason: unopened };
  const last = all.at(-1)?.id ?? all[0].id;
  // With more in it, it is another message, which nobody may take for one that they have.
  const messageId = `msg_${held.id}_${all[0].id}${all.length > 1 ? `_${last}` : ""}`;
  return carry(ctx, { ...held, ...to }, all, messageId);
}

async function lease({ db }: SystemCtx, { id, owner }: Leased): Promise<Held | undefined> {
  const [held] = await db.execute<Held & Record<string, unknown>>(sql`
    update outlet o set lease_owner = ${owner}, lease_until = now() + ${leaseS} * interval '1 second'
    from person p where o.id = ${id} and p.id = o.person_id and o.confirmed and o.resting_since is null
      and ${isAwake} and (o.lease_until is null or o.lease_until < now()) and (o.next_try_at is null or o.next_try_at <= now())
    returning o.id, o.person_id as "personId", o.origin, p.username, p.subject, o.kind, o.url_sealed as "urlSealed", o.secret_sealed as "secretSealed", o.shape, o.origins,
      o.least, o.types, o.by_origin as "byOrigin", o.quiet, o.digest, o.digest_at as "digestAt"`);
  return held;
}

/** Leaves an outlet alone for a while. */
async function pause({ db }: SystemCtx, { id, owner }: Leased, ms: number): Promise<void> {
  await db.execute(sql`
    update outlet set lease_until = null, next_try_at = now() + ${ms} * interval '1 millisecond' where id = ${id} and lease_owner = ${owner}`);
}

/** What an outlet lets through. Of a muted origin, what it names by itself alone; in labs nothing that rang there already. */
function isWanted(held: Held, { origin, category, type, muted }: Next): boolean {
  const { kind, origins, least, types, byOrigin } = held;
  if (kind === "lab" && origin === ownOrigin && type === ownType) return false;
  // `muted` is of whoever made it; what stands for an origin is not theirs.
  const others = (origins ? !origins.includes(origin) : muted && held.origin === null) ? "none" : (least ?? "info");
  const from = (byOrigin && Object.hasOwn(byOrigin, origin) ? byOrigin[origin] : undefined) ?? others;
  if (from === "none" || (types && !types.includes(type))) return false;
  return categories.indexOf(category) >= categories.indexOf(from);
}

interface Leased {
  id: number;
  owner: string;
}

/** Moves the cursor, in one statement with the lease that allows it. @returns whether its owner did not pause it meanwhile; nothing: the lease was no longer ours */
async function moveTo(
  { db, now }: Pick<SystemCtx, "db" | "now">,
  { id, owner }: Leased,
  passed: ReadonlyMap<number, number>,
  taken: number,
  posted: Posted,
): Promise<boolean | undefined> {
  const rows = await db.execute<{ goesOn: boolean }>(sql`
    with held as (
      update outlet set lease_until = now() + ${leaseS} * interval '1 second', sent = sent + ${taken}, next_try_at = null
        ${taken > 0 ? sql`, last_sent_at = now(), failures = 0, failing_since = null, reason = null, calls = ${called(posted, taken, now())}` : sql``}
      where id = ${id} and lease_owner = ${owner} returning id, resting_since is null as "goesOn"
    ), moved as (
      insert into outlet_cursor (outlet_id, feed_id, seq)
      select held.id, to_feed[1], to_feed[2] from held cross join lateral (
        select array[(entry->>0)::bigint, (entry->>1)::bigint] as to_feed from jsonb_array_elements(${JSON.stringify([...passed])}::jsonb) as entry
      ) as each
      on conflict (outlet_id, feed_id) do update set seq = greatest(outlet_cursor.seq, excluded.seq)
    )
    select "goesOn" from held`);
  return rows[0]?.goesOn;
}

/** Notes a failure and when to try again. After a day of them the outlet rests, and its owner's inbox says so, at once or not at all. */
async function failed({ db, now, log }: SystemCtx, { id, owner }: Leased, posted: Posted, told: number): Promise<void> {
  const reason = posted.reason ?? "no answer";
  await transaction(db, async (tx) => {
    const [row] = await tx.execute<{
      host: string;
      origin: string | null;
      rests: boolean;
      provider: string;
      subject: string;
      failures: number;
    }>(sql`
      update outlet o set failures = o.failures + 1, failing_since = coalesce(o.failing_since, now()), reason = ${reason.slice(0, 300)}, calls = ${called(posted, told, now())}, lease_until = null,
        next_try_at = now() + ((${JSON.stringify(pausesS)}::jsonb ->> least(o.failures, ${pausesS.length - 1}))::float8 * (0.9 + random() * 0.2)) * interval '1 second',
        resting_since = case when o.failing_since < now() - ${patienceHours} * interval '1 hour' then now() end
      from person p where o.id = ${id} and o.lease_owner = ${owner} and p.id = o.person_id
      returning o.host, o.origin, o.resting_since is not null as rests, p.provider, p.subject, o.failures`);
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
          message: `It failed ${row.failures} times in a day, the last time with: ${reason}. ${row.origin === null ? "Under Settings, Outlets" : `On the page of ${row.origin}`} it can be tried again; nothing is lost until then.`,
        },
        shownAt: now(),
      },
    ]);
  });
}
