import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { SystemCtx } from "#lib/ctx.ts";
import { arrive, depart, heartbeat, instancesTopic } from "#lib/jobs/instances.ts";
import type { Jobs } from "#lib/jobs/open.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import type { Bus } from "#lib/live/bus.ts";
import type { RingCtx } from "./ctx.ts";
import type { Labs } from "./labs.ts";
import { workTopic } from "./plan.ts";
import { ring } from "./ring.ts";
import { ringLateStarters, sweep, voidLeases } from "./sweep.ts";

/** Jobs taken at once; one stays with its broadcast to the end. */
const atOnce = 4;
const roundEveryMs = 5000;

/**
 * Starts this instance's share of the ringing: takes jobs, joins in where another instance has begun, sweeps up after
 * those that died, and shares the hub with those that live.
 * @param alone no other instance can be at work (embedded database): what was left over goes on at once
 * @returns a function that begins nothing new from then on and waits for what is in hand
 */
export async function startRinging(
  ctx: SystemCtx,
  { hub, labs, jobs, bus, alone }: { hub: HubClient | undefined; labs: Labs; jobs: Jobs; bus: Bus; alone: boolean },
): Promise<() => Promise<void>> {
  const stop = new AbortController();
  const ringCtx: RingCtx = { ...ctx, hub, labs, jobs, owner: randomUUID(), stopping: stop.signal };
  const take = oneAtATime((id) => ring(ringCtx, id));

  /** Work that repeats anyway: a failure is said, and the next round tries again. */
  async function attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      ctx.log.warn({ err: error }, `${what} failed`);
    }
  }
  const share = (instances: number) => hub?.shareMinting(instances);
  const beat = () => attempt("the heartbeat", async () => share(await heartbeat(ctx, ringCtx.owner)));
  const join = () => attempt("ringing", async () => Promise.all((await claimable(ctx)).map(take)));

  if (alone) await voidLeases(ringCtx);
  share(await arrive(ctx, ringCtx.owner));
  const unsubscribe = [bus.subscribe(instancesTopic, () => void beat()), bus.subscribe(workTopic, () => void join())];
  await jobs.work("broadcast", atOnce, ({ id }) => take(id));

  let inRound = false;
  const round = async () => {
    if (inRound) return;
    inRound = true;
    await attempt("the sweep", () => sweep(ringCtx));
    await attempt("ringing late starters", () => ringLateStarters(ringCtx));
    await beat();
    inRound = false;
  };
  await round();
  const timer = setInterval(() => void round(), roundEveryMs);
  return async () => {
    clearInterval(timer);
    for (const end of unsubscribe) end();
    stop.abort();
    await Promise.allSettled(take.inHand());
    await attempt("departing", () => depart(ctx, ringCtx.owner));
  };
}

/** The running broadcasts that have deliveries nobody has claimed. */
async function claimable({ db }: Pick<SystemCtx, "db">): Promise<number[]> {
  const rows = await db.execute<{ id: number }>(sql`
    select id from broadcast b where state = 'running' and planned_at is not null and exists (
      select from delivery where broadcast_id = b.id and outcome = 'queued' and (lease_until is null or lease_until < now()))`);
  return rows.map(({ id }) => id);
}

/** Does the work on one broadcast once at a time in this process; whoever asks meanwhile has it looked at once more. */
function oneAtATime(work: (id: number) => Promise<void>): ((id: number) => Promise<void>) & { inHand: () => Promise<void>[] } {
  const inHand = new Map<number, { again: boolean; done: Promise<void> }>();
  const take = (id: number): Promise<void> => {
    const mine = inHand.get(id);
    if (mine) {
      mine.again = true;
      return mine.done;
    }
    const hand = { again: false, done: Promise.resolve() };
    const untilDone = async () => {
      try {
        do {
          hand.again = false;
          await work(id);
        } while (hand.again);
      } finally {
        inHand.delete(id);
      }
    };
    inHand.set(id, hand);
    hand.done = untilDone();
    return hand.done;
  };
  return Object.assign(take, { inHand: () => [...inHand.values()].map(({ done }) => done) });
}
