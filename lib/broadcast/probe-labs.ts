import type { HubClient } from "#lib/jupyterhub/client.ts";
import { probeLab } from "#lib/jupyterhub/probe-lab.ts";
import { explain } from "./explain.ts";
import { fanOut, type Target } from "./fan-out.ts";
import type { Labs } from "./labs.ts";
import type { Finding } from "./probe-memory.ts";
import type { Started } from "./warm-labs.ts";

/** What a probe said of one server; nothing where it was not asked, because a send came first. */
export interface Probed<T extends Target> {
  target: T;
  finding: Finding | undefined;
}

/**
 * Asks every lab, all at once and without sending anything, whether it has the receiving extension. The tokens are kept for
 * a send: after this the labs know whose they are.
 */
export async function probeLabs<T extends Target & Started>(
  targets: readonly T[],
  labs: Labs,
  hub: Pick<HubClient, "minting" | "mintToken">,
  signal: AbortSignal,
): Promise<Probed<T>[]> {
  const { pool, timeoutMs, warm, silent, checks } = labs;
  const results = fanOut<T, Probed<T>>(targets, {
    ...labs,
    minting: checks.turns(hub.minting),
    signal,
    warm: (target) => warm.read(target),
    // One that the hub has begun to make is waited for and kept, whatever becomes of the check.
    mint: (target) => warm.make(target, () => hub.mintToken(target)),
    request: async (target, token, left) => {
      const probe = await probeLab({ pool, url: target.url, token, timeoutMs, signal: left });
      const { extension, httpStatus, reason } = probe;
      if (reason !== "aborted") silent.note(target, reason === "timeout");
      if (httpStatus === 401 || httpStatus === 403) warm.drop(target, token);
      return {
        target,
        finding: extension === "unreachable" ? { extension, reason: explain(probe, target.url) } : { extension },
      };
    },
    unsent: (target, why, error) => ({ target, finding: why === "cancelled" ? undefined : unreachable(error) }),
  });
  return Array.fromAsync(results);
}

/** A lab that was not asked. @param error why: there is no token for it, or no address */
export function unreachable(error: unknown): Finding {
  return { extension: "unreachable", ...(error instanceof Error && { reason: error.message }) };
}
