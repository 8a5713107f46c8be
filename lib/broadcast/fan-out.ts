import { pipeline, type PipelineOptions } from "./pipeline.ts";
import { postOnce, type PostResult } from "./post-once.ts";
import type { LabPayload } from "./schema.ts";

/** A server to ring. */
export interface Target {
  username: string;
  /** Empty for a person's default server. */
  server: string;
  /** Where its ingest listens, as `labUrl` gives it. */
  url: string;
}

export interface FanOutOptions<T extends Target> extends PipelineOptions {
  payload: LabPayload;
  /** Gets a token for this server alone. When it rejects, the target ends as `no-token`, with the error's message as reason. */
  mint: (target: T, signal: AbortSignal) => Promise<string>;
  /**
   * Called when all else is ready, just before the request; its time is not the lab's. `false` leaves the target out,
   * without a result: it is somebody else's by now. An error ends the fan-out: nothing is sent that can't be written down.
   */
  beforePost?: ((target: T) => Promise<boolean | void>) | undefined;
  /** For each server from its own request's start; 5,000. */
  timeoutMs?: number | undefined;
}

/** What came of one server. */
export interface Delivered<T extends Target> extends PostResult {
  target: T;
}

/**
 * Rings every server: one result each, in the order they become known, and never a throw on account of a lab or the hub.
 * Knows no database and no framework. Limits, pulling and stopping are as {@link pipeline} says: after an abort, targets
 * that were pulled but not sent are `cancelled`, and those not pulled yet stay where they are.
 */
export function fanOut<T extends Target>(
  targets: Iterable<T> | AsyncIterable<T>,
  options: FanOutOptions<T>,
): AsyncGenerator<Delivered<T>, void, undefined> {
  const { payload, mint, beforePost, timeoutMs, dispatcher } = options;
  const body = Buffer.from(JSON.stringify(payload));
  return pipeline<T, Delivered<T>>(
    targets,
    {
      mint,
      admit: async (target) => (await beforePost?.(target)) !== false,
      visit: async (target, token, signal) => ({
        target,
        ...(await postOnce({ dispatcher, url: target.url, token, body, timeoutMs, signal })),
      }),
      unvisited: (target, outcome, error) => ({
        target,
        outcome,
        httpStatus: undefined,
        durationMs: null,
        reason: error instanceof Error ? error.message : undefined,
      }),
    },
    options,
  );
}
