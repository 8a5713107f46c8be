import { randomUUID } from "node:crypto";
import { oneAtATime } from "#lib/async/one-at-a-time.ts";
import type { SystemCtx } from "#lib/ctx.ts";
import { announce, type Bus } from "#lib/bus/bus.ts";
import { arrive, depart, heartbeat, type Alive } from "#lib/bus/instances.ts";
import type { Jobs } from "#lib/jobs/open-jobs.ts";
import { instancesTopic, warmOwner, warmTopic, workTopic } from "#lib/bus/topics.ts";
import type { RingCtx } from "./ctx.ts";
import { due, untilNextMs } from "./begin.ts";
import { ring } from "./ring.ts";
import { RungMemory } from "./rung-memory.ts";
import { ringLateStarters } from "./ring-late-starters.ts";
import { shareMinting } from "./share-minting.ts";
import { sweep, voidLeases } from "./sweep.ts";
import { warmScheduled } from "./warm-scheduled.ts";

/** With the lease it makes how long a dead instance's work lies still: 13 s at the most. */
const sweepEveryMs = 3000;
const lookEveryMs = 5000;
const warmEveryMs = 15_000;

/**
 * Starts this instance's share of the ringing: begins what is announced or has come due, joins in where another instance
 * has begun, sweeps up after those that died, and shares the hub with those that live.
 * @param alone no other instance can be at work (embedded database): what was left over goes on at once
 * @param stopping ends what is in hand
 * @returns a function that begins nothing new from then on and, once `stopping` has aborted, waits for what is in hand
 */
export async function startRinging(
  ctx: SystemCtx,
  {
    hub,
    labs,
    jobs,
    bus,
    alone,
    stopping,
  }: Pick<RingCtx, "hub" | "labs" | "stopping"> & { jobs: Jobs; bus: Bus; alone: boolean },
): Promise<() => Promise<void>> {
  const ringCtx: RingCtx = { ...ctx, hub, labs, owner: randomUUID(), stopping, rung: new RungMemory() };
  const take = oneAtATime((id, claimed) => ring(ringCtx, id, claimed));

  /** Work that repeats anyway: a failure is said, and the next round tries again. */
  async function attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      ctx.log.warn({ err: error }, `${what} failed`);
    }
  }
  let alive: Alive = { instances: 1, place: 0 };
  const share = (now: Alive) => {
    alive = now;
    if (hub) shareMinting(ctx.db, hub, alive);
  };
  const beat = () =>
    attempt("the heartbeat", async () => {
      share(await heartbeat(ctx, ringCtx.owner));
      if (alive.instances > 1 && labs.warm.held().length > 0) await announce(ctx.db, warmTopic(ringCtx.owner));
    });
  const hear = (topic: string) => {
    const owner = warmOwner(topic);
    if (owner !== undefined && owner !== ringCtx.owner) labs.warm.hearOfOthers();
  };
  let alarm: NodeJS.Timeout | undefined;
  /** Neither a round nor the queue's next look is waited for: who scheduled something for 18:00 means 18:00. */
  const setAlarm = async () => {
    const ms = await untilNextMs(ctx);
    clearTimeout(alarm);
    alarm = ms === undefined || stopping.aborted ? undefined : setTimeout(() => void join(), ms);
  };
  const join = () =>
    attempt("ringing", async () => {
      const ids = await due(ctx);
      await Promise.all([attempt("looking ahead", setAlarm), ...ids.map(take)]);
    });

  if (alone) await voidLeases(ringCtx);
  share(await arrive(ctx, ringCtx.owner));
  const unsubscribe = [
    bus.subscribe(instancesTopic, () => void beat()),
    bus.subscribe(workTopic, () => void join()),
    bus.follow({ hear, miss: () => undefined }),
  ];
  // The job's part is to say when; what there is to do is in the tables.
  await jobs.work("broadcast", 1, async () => void join());

  const rounds = [
    inRounds(sweepEveryMs, async () => {
      await attempt("the sweep", () => sweep(ringCtx));
      void join();
    }),
    inRounds(lookEveryMs, () => attempt("ringing late starters", () => ringLateStarters(ringCtx))),
    inRounds(lookEveryMs, beat),
    // One instance alone, or each would have a token made for each lab.
    inRounds(warmEveryMs, async () => {
      if (alive.place === 0) await attempt("warming what is scheduled", () => warmScheduled(ringCtx));
    }),
  ];
  return async () => {
    for (const end of [...rounds, ...unsubscribe]) end();
    clearTimeout(alarm);
    await Promise.allSettled(take.inHand());
    await attempt("departing", () => depart(ctx, ringCtx.owner));
  };
}

/** Does it now and every so often; a round that is still under way takes the place of the next. @returns what ends it */
function inRounds(everyMs: number, work: () => Promise<void>): () => void {
  let underWay = false;
  const round = async () => {
    if (underWay) return;
    underWay = true;
    await work();
    underWay = false;
  };
  void round();
  const timer = setInterval(() => void round(), everyMs);
  return () => clearInterval(timer);
}
