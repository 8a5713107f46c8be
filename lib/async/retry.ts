import { setTimeout as sleep } from "node:timers/promises";

/** A database that restarts or fails over is back well within this. */
const patienceMs = 120_000;
const pauseMs = 500;

/**
 * Runs a statement until it succeeds: what labs have answered must not be lost with a connection. It has to be safe to
 * repeat, since one that was cut off may have taken effect.
 * @throws the last error after two minutes of trying
 */
export async function retry<T>(statement: () => Promise<T>): Promise<T> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    try {
      return await statement();
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await sleep(pauseMs);
    }
  }
}
