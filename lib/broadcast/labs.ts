import { createLabDispatcher, type LabDispatcher } from "#lib/jupyterhub/lab-dispatcher.ts";
import { parseLabUrlTemplate } from "#lib/jupyterhub/lab-url.ts";
import type { Env } from "#lib/env.ts";
import { ProbeMemory } from "./probe-memory.ts";

/** How this instance reaches labs. */
export interface Labs {
  urlTemplate: string;
  timeoutMs: number;
  /** Requests being worked on at once; one that merely waits for its lab is not counted. */
  concurrency: number;
  dispatcher: LabDispatcher;
  /** What they have answered to probes. */
  memory: ProbeMemory;
  close: () => Promise<void>;
}

/** Opens the connections to labs as the environment says. @throws Error that names a template no address can be made of */
export function openLabs(env: Env): Labs {
  try {
    parseLabUrlTemplate(env.LAB_URL_TEMPLATE);
  } catch (error) {
    throw new Error(`LAB_URL_TEMPLATE: ${(error as Error).message}`, { cause: error });
  }
  const dispatcher = createLabDispatcher({ timeoutMs: env.DELIVERY_TIMEOUT_MS });
  return {
    urlTemplate: env.LAB_URL_TEMPLATE,
    timeoutMs: env.DELIVERY_TIMEOUT_MS,
    concurrency: env.DELIVERY_CONCURRENCY,
    dispatcher,
    memory: new ProbeMemory(),
    close: () => dispatcher.destroy(),
  };
}
