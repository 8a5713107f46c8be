import { randomUUID } from "node:crypto";
import type { SystemCtx } from "#lib/ctx.ts";
import type { Jobs } from "#lib/jobs/open.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import type { RingCtx } from "./ctx.ts";
import type { Labs } from "./labs.ts";
import { ring } from "./ring.ts";
import { ringLateStarters, sweep, voidLeases } from "./sweep.ts";

/** Broadcasts one instance rings at once. */
const atOnce = 4;
const sweepEveryMs = 5000;

/**
 * Starts this instance's share of the ringing: takes jobs, and sweeps up after instances that died.
 * @param alone no other instance can be at work (embedded database): what was left over goes on at once
 * @returns a function that begins nothing new from then on; jobs in hand end by themselves
 */
export async function startRinging(
  ctx: SystemCtx,
  { hub, labs, jobs, alone }: { hub: HubClient | undefined; labs: Labs; jobs: Jobs; alone: boolean },
): Promise<() => void> {
  const stop = new AbortController();
  const ringCtx: RingCtx = { ...ctx, hub, labs, jobs, owner: randomUUID(), stopping: stop.signal };
  if (alone) await voidLeases(ringCtx);
  await jobs.work("broadcast", atOnce, ({ id }) => ring(ringCtx, id));

  let sweeping = false;
  const sweepOnce = async () => {
    if (sweeping) return;
    sweeping = true;
    try {
      await sweep(ringCtx);
      await ringLateStarters(ringCtx);
    } catch (error) {
      ctx.log.warn({ err: error }, "the sweep failed; the next one tries again");
    } finally {
      sweeping = false;
    }
  };
  await sweepOnce();
  const timer = setInterval(() => void sweepOnce(), sweepEveryMs);
  return () => {
    clearInterval(timer);
    stop.abort();
  };
}
