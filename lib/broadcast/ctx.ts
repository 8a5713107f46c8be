import type { Ctx, SystemCtx } from "#lib/ctx.ts";
import type { Jobs } from "#lib/jobs/open-jobs.ts";
import type { HubClient } from "#lib/jupyterhub/client.ts";
import { BelfryError } from "#lib/errors.ts";
import type { Labs } from "./labs.ts";
import type { RungMemory } from "./rung-memory.ts";

/** What it takes to send a broadcast. */
export interface SendCtx extends Ctx {
  hub: HubClient | undefined;
  labs: Pick<Labs, "checks">;
  jobs: Jobs;
}

/** What it takes to ring the labs of one. */
export interface RingCtx extends SystemCtx {
  hub: HubClient | undefined;
  labs: Labs;
  /** What this process has rung. */
  rung: RungMemory;
  /** The name under which leases are held: this instance's, and in {@link ring} one of that ring's own. */
  owner: string;
  /** Aborts when the process should stop: what is in flight ends, nothing new begins. */
  stopping: AbortSignal;
}

/** The hub, or the error that says how to configure one. @throws BelfryError `off` */
export function requireHub({ hub }: { hub: HubClient | undefined }): HubClient {
  if (hub) return hub;
  throw new BelfryError(
    "off",
    "Broadcasts are off: no JupyterHub is configured. Set JUPYTERHUB_API_URL and JUPYTERHUB_API_TOKEN.",
  );
}
