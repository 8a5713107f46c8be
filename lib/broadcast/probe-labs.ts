import type { HubClient } from "#lib/jupyterhub/client.ts";
import { probeLab } from "#lib/jupyterhub/probe-lab.ts";
import { explain } from "./explain.ts";
import { fanOut, type Target } from "./fan-out.ts";
import type { Labs } from "./labs.ts";
import type { Finding } from "./probe-memory.ts";

/** What a probe said of one server. */
export interface Probed<T extends Target> {
  target: T;
  finding: Finding;
}

/** Asks every lab, all at once and without sending anything, whether it has the receiving extension. */
export async function probeLabs<T extends Target>(
  targets: readonly T[],
  labs: Labs,
  hub: Pick<HubClient, "minting" | "mintToken">,
  signal: AbortSignal,
): Promise<Probed<T>[]> {
  const { dispatcher, timeoutMs } = labs;
  const results = fanOut<T, Probed<T>>(targets, {
    ...labs,
    minting: hub.minting,
    signal,
    mint: (target) => hub.mintToken(target),
    request: async (target, token, left) => {
      const probe = await probeLab({ dispatcher, url: target.url, token, timeoutMs, signal: left });
      const { extension } = probe;
      return {
        target,
        finding: extension === "unreachable" ? { extension, reason: explain(probe, target.url) } : { extension },
      };
    },
    unsent: (target, _why, error) => ({ target, finding: unreachable(error) }),
  });
  return Array.fromAsync(results);
}

/** A lab that was not asked. @param error why: there is no token for it, or no address */
export function unreachable(error: unknown): Finding {
  return { extension: "unreachable", ...(error instanceof Error && { reason: error.message }) };
}
