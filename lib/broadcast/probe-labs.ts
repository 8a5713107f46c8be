import { probeLab, type Extension } from "#lib/jupyterhub/probe-lab.ts";
import type { Target } from "./fan-out.ts";
import type { Labs } from "./labs.ts";
import { pipeline } from "./pipeline.ts";

/** What a probe said of one server. */
export interface Probed<T extends Target> {
  target: T;
  extension: Extension;
}

/** Asks every lab, all at once and without sending anything, whether it has the receiving extension. */
export async function probeLabs<T extends Target>(
  targets: readonly T[],
  labs: Labs,
  { mint, signal }: { mint: (target: T) => Promise<string>; signal: AbortSignal },
): Promise<Probed<T>[]> {
  const { dispatcher, timeoutMs } = labs;
  const steps = {
    mint,
    admit: async () => true,
    visit: async (target: T, token: string, left: AbortSignal) => ({
      target,
      extension: await probeLab({ dispatcher, url: target.url, token, timeoutMs, signal: left }),
    }),
    unvisited: (target: T): Probed<T> => ({ target, extension: "unreachable" }),
  };
  return Array.fromAsync(pipeline<T, Probed<T>>(targets, steps, { ...labs, signal }));
}
