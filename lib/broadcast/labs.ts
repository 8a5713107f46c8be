import type { Dispatcher } from "undici";
import { createLabDispatcher } from "./fan-out.ts";
import type { Env } from "#lib/env.ts";

/** How this instance reaches labs. */
export interface Labs {
  urlTemplate: string;
  timeoutMs: number;
  /** Requests being worked on at once; one that merely waits for its lab is not counted. */
  concurrency: number;
  /** Tokens asked of the hub at once. */
  hubConcurrency: number;
  dispatcher: Dispatcher;
  close: () => Promise<void>;
}

/** Opens the connections to labs as the environment says. */
export function openLabs(env: Env): Labs {
  const dispatcher = createLabDispatcher({ timeoutMs: env.DELIVERY_TIMEOUT_MS });
  return {
    urlTemplate: env.LAB_URL_TEMPLATE,
    timeoutMs: env.DELIVERY_TIMEOUT_MS,
    concurrency: env.DELIVERY_CONCURRENCY,
    hubConcurrency: env.HUB_CONCURRENCY,
    dispatcher,
    close: () => dispatcher.destroy(),
  };
}
