import type { Database } from "#db/client.ts";
import type { Labs } from "#lib/broadcast/labs.ts";
import type { Bus } from "#lib/bus/bus.ts";
import type { Actor, Ctx, SystemCtx } from "#lib/ctx.ts";
import type { Env } from "#lib/env.ts";
import type { KeptBodies } from "#lib/inbox/kept-bodies.ts";
import type { KeptListings } from "#lib/inbox/kept-listings.ts";
import type { Jobs } from "#lib/jobs/open-jobs.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import type { Permits } from "#lib/limits/permits.ts";
import type { Visits } from "#lib/limits/visits.ts";
import type { Live } from "#lib/live/open-live.ts";
import type { Log } from "#lib/log.ts";
import type { takeIn } from "#lib/origins/take-in.ts";
import type { Mail } from "#lib/outlets/mail/open-mail.ts";
import type { Reach } from "#lib/outlets/reach.ts";
import type { Metrics } from "#lib/metrics/open-metrics.ts";

/** Everything this process holds open, made once by `start-instance.ts`. Verbs get the parts they need through their context. */
export interface Instance {
  env: Env;
  log: Log;
  database: Database;
  /** Signs sessions, and seals what has to be read again. */
  authSecret: string;
  bus: Bus;
  live: Live;
  jobs: Jobs;
  /** Nothing when no hub is configured: broadcasts are off then. */
  hub: HubClient | undefined;
  labs: Labs;
  /** Handed in, since whoever asks who somebody is should not bring all of the inbox along. */
  takeIn: typeof takeIn;
  metrics: Metrics;
  visits: Visits;
  /** Requests that come with a token, counted on all instances together. */
  permits: Permits;
  listings: KeptListings;
  bodies: KeptBodies;
  /** The way out for outlets. */
  reach: Reach;
  /** The way out for mails; nothing while `SMTP_URL` is not set. */
  mail: Mail | undefined;
  /** Whom a push service may write to about what we push. */
  contact: string;
  /** Aborts when the process should stop: no new work is taken, what is in hand ends, requests are still answered. */
  stopping: AbortSignal;
  /** Aborts when no more requests come: those that wait for something are answered with what there is. */
  leaving: AbortSignal;
  /** Answers whoever waits, and ends the streams. */
  leave: () => void;
  /**
   * Ends the work in hand and gives the rest back.
   * @param answered when all requests have been: then everything that they need is closed
   */
  stop: (answered: Promise<unknown>) => Promise<void>;
}

// Next.js bundles the start hook apart from the pages: the two share this process, not their modules
// (docs/decisions/0016-two-bundles.md).
const key = Symbol.for("belfry.instance");
const shared = globalThis as { [key]?: Instance | undefined };

/** The running instance. @throws Error before it has started */
export function instance(): Instance {
  const running = shared[key];
  if (!running) throw new Error("the server has not finished starting");
  return running;
}

/** The instance if it has started. */
export function startedInstance(): Instance | undefined {
  return shared[key];
}

/** Makes an instance the one that {@link instance} gives; nothing: there is none any more. */
export function setInstance(running: Instance | undefined): void {
  shared[key] = running;
}

/** The context of work that nobody asked for at the door. */
export function systemCtx({ database, log }: Pick<Instance, "database" | "log">): SystemCtx {
  return { db: database.db, now: () => new Date(), log };
}

/** The context of whoever asks, with all that a verb of theirs may need. */
export interface RequestCtx
  extends
    Ctx,
    Pick<Instance, "authSecret" | "bus" | "hub" | "jobs" | "contact" | "labs" | "mail" | "permits" | "reach"> {}

/** The context of somebody who asks this instance. */
export function requestCtx(running: Instance, actor: Actor): RequestCtx {
  const { authSecret, bus, contact, hub, jobs, labs, mail, permits, reach } = running;
  return { ...systemCtx(running), actor, authSecret, bus, contact, hub, jobs, labs, mail, permits, reach };
}
