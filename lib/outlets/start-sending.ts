import { Semaphore } from "#lib/async/semaphore.ts";
import { throttledLoop } from "#lib/async/throttled-loop.ts";
import type { Followed } from "#lib/bus/committed.ts";
import { readTopic } from "#lib/bus/topics.ts";
import { dueOutlets, type Wanted } from "./due.ts";
import { sendNext, type SendCtx } from "./send-next.ts";

/** Receivers that are waited for at the same time: one that hangs takes one of these places for ten seconds, and then pauses. */
const atOnce = 64;
/** What arrives within so long is looked for at once. */
const togetherMs = 300;
/** How often is looked for pauses that are over, and, in case something was not heard, for everything. */
const pausesEveryMs = 5000;
const allEveryMs = 30_000;

/**
 * Starts this instance's share of what goes out: hears for whom something arrived, and sends to those outlets. Which instance
 * takes an outlet is decided by its lease.
 * @returns a function that begins nothing new from then on and, once `stopping` has aborted, waits for what is in hand
 * @see docs/decisions/0037-outlets-follow.md
 */
export function startSending(ctx: SendCtx, bus: Pick<Followed, "follow">): () => Promise<void> {
  const places = new Semaphore(atOnce);
  const inHand = new Map<number, Promise<void>>();
  /** Those for whom more arrived while they were in hand. */
  const again = new Set<number>();
  let audiences = new Set<string>();
  let [all, pauses] = [true, false];

  const take = (id: number): void => {
    if (inHand.has(id)) {
      again.add(id);
      return;
    }
    const work = places
      .run(async () => {
        if (!ctx.stopping.aborted) await sendNext(ctx, id);
      })
      .then(() => undefined)
      .catch((error: unknown) => ctx.log.warn({ err: error, outlet: id }, "sending to an outlet failed"))
      .finally(() => {
        inHand.delete(id);
        if (again.delete(id) && !ctx.stopping.aborted) take(id);
      });
    inHand.set(id, work);
  };

  const loop = throttledLoop(
    async () => {
      const wanted: Wanted[] = all
        ? ["all"]
        : [...(audiences.size > 0 ? [{ audiences: [...audiences] }] : []), ...(pauses ? (["paused"] as const) : [])];
      [all, pauses] = [false, false];
      audiences = new Set();
      try {
        for (const each of wanted) (await dueOutlets(ctx, each)).forEach(take);
      } catch (error) {
        ctx.log.warn({ err: error }, "looking for outlets failed");
        // What it was asked for is found by the next look at all.
      }
    },
    () => (ctx.stopping.aborted ? "never" : all || pauses || audiences.size > 0 ? "soon" : "never"),
    togetherMs,
  );
  const unfollow = bus.follow({
    hear(topic) {
      const heard = readTopic(topic);
      if (heard?.about !== "feed" || heard.audience === undefined) return;
      audiences.add(heard.audience);
      loop.wake();
    },
    miss() {
      all = true;
      loop.wake();
    },
  });
  const timers = [
    setInterval(() => {
      pauses = true;
      loop.wake();
    }, pausesEveryMs),
    setInterval(() => {
      all = true;
      loop.wake();
    }, allEveryMs),
  ];
  loop.wake();
  return async () => {
    loop.stop();
    unfollow();
    for (const timer of timers) clearInterval(timer);
    await Promise.allSettled(inHand.values());
  };
}
