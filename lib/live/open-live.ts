import { setTimeout as sleep } from "node:timers/promises";
import type { SystemCtx } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { subscribe, type Subscription, type PendingSubscription } from "./subscribe.ts";
import type { Bus } from "#lib/bus/bus.ts";
import { dispatch } from "./dispatch.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { allStreams, type Hub } from "./hub.ts";
import { readTopic } from "#lib/bus/topics.ts";
import { StoredHere } from "./stored-here.ts";
import { Subscribers } from "./subscribers.ts";
import { endInvalid, sweep } from "./sweep.ts";
import { throttledLoop } from "#lib/async/throttled-loop.ts";

/** The streams of this instance. */
export interface Live {
  /**
   * Opens a stream of events. What is sent first comes before this resolves.
   * @throws BelfryError `off` while the instance stops, `unauthenticated` when the account is gone, `too-many` when the
   *   instance has many streams and this person has their share of them
   */
  open: (subscription: Subscription) => Promise<void>;
  /** How many streams are open. */
  streams: () => number;
  /** Ends them all at once, and opens no more. */
  close: () => void;
}

/** Announcements within this time are dispatched together; one that comes alone, at once. */
const dispatchEveryMs = 50;
const sweepEveryMs = 30_000;
const heartbeatEveryMs = 15_000;
const pauseAfterFailureMs = 1000;

/** At less than 20 kB each (`stream/kb-each`), what a process holds with ease; what comes on top is shared out. */
const manyStreams = 20_000;

/** Streams opened in one turn, so that announcements wait little for a crowd that comes back. */
const openedAtOnce = 100;

/**
 * Starts the hub of this instance: it hears what is announced, reads what is new once, and dispatches it to every stream
 * that sees it. Announcements, sweeps and new subscriptions take turns, so none sees the subscribers half changed.
 */
export function openLive(
  { db, log, bus }: Pick<SystemCtx, "db" | "log"> & { bus: Bus },
  {
    sweepMs = sweepEveryMs,
    heartbeatMs = heartbeatEveryMs,
    crowdedAt = manyStreams,
  }: { sweepMs?: number; heartbeatMs?: number; crowdedAt?: number } = {},
): Live {
  const hub: Hub = {
    db,
    log,
    subscribers: new Subscribers(),
    storedHere: new StoredHere(),
    heartbeat: startHeartbeat(heartbeatMs),
    open: 0,
    crowdedAt,
    progress: new Map(),
  };
  let topics: string[] = [];
  let waiting: PendingSubscription[] = [];
  let sweepDue = false;
  let closed = false;

  const turn = async () => {
    const [heard, sweepNow, first] = [topics, sweepDue, waiting.slice(0, openedAtOnce)];
    [topics, sweepDue, waiting] = [[], false, waiting.slice(openedAtOnce)];
    try {
      await dispatch(
        hub,
        heard.flatMap((topic) => readTopic(topic) ?? []),
      );
      if (sweepNow) await sweep(hub);
    } catch (error) {
      log.error({ err: error }, "events could not be dispatched; a sweep will find what was not sent");
      sweepDue = true;
      await sleep(pauseAfterFailureMs);
    }
    if (first.length > 0) await subscribe(hub, first);
    if (closed) endAll();
  };
  const { wake, stop } = throttledLoop(
    turn,
    () => (waiting.length > 0 || sweepDue ? "now" : topics.length > 0 ? "soon" : "never"),
    dispatchEveryMs,
  );

  const sweepSoon = () => {
    sweepDue = true;
    wake();
  };
  const endAll = () => {
    for (const stream of allStreams(hub)) stream.end();
  };
  const unfollow = bus.follow({
    hear(topic) {
      topics.push(topic);
      wake();
    },
    hearOwn(topic, stored) {
      // Of a publish that nobody here sees, nothing more than this is done.
      if (!stored || hub.subscribers.people.size === 0) return;
      const notice = readTopic(topic);
      if (notice?.about === "feed" && hub.subscribers.feeds.has(notice.feedId)) hub.storedHere.add(stored(notice));
    },
    miss() {
      hub.storedHere.clear();
      sweepSoon();
    },
  });
  let checking = false;
  const sweeping = setInterval(() => {
    sweepSoon();
    if (checking) return;
    checking = true;
    void endInvalid(hub).finally(() => (checking = false));
  }, sweepMs);

  return {
    async open(subscription) {
      if (closed) throw stopping();
      await new Promise<void>((resolve, reject) => {
        waiting.push({ ...subscription, resolve, reject });
        wake();
      });
    },
    streams: () => hub.open,
    close() {
      closed = true;
      stop();
      unfollow();
      clearInterval(sweeping);
      hub.heartbeat.stop();
      for (const { reject } of waiting) reject(stopping());
      endAll();
    },
  };
}

const stopping = () => new BelfryError("off", "The server is stopping. Try again in a moment.", { retryAfterS: 2 });
