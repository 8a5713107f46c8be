import type { HubClient } from "#lib/jupyterhub/client.ts";
import { probeLab, type Extension } from "#lib/jupyterhub/probe-lab.ts";
import { fanOut, type Target } from "./fan-out.ts";
import type { Labs } from "./labs.ts";

/** What a probe said of one server. */
export interface Probed<T extends Target> {
  target: T;
  extension: Extension;
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
    request: async (target, token, left) => ({
      target,
      extension: await probeLab({ dispatcher, url: target.url, token, timeoutMs, signal: left }),
    }),
    unsent: (target) => ({ target, extension: "unreachable" }),
  });
  return Array.fromAsync(results);
}
