import type { Actor } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { systemCtx, type Instance } from "#lib/instance.ts";
import { requestActor } from "./actor.ts";

/**
 * For answers that last: asks later whether what a request came with still counts. Of a session only its age is looked
 * at: whatever else ends one is announced.
 * @returns what rejects when nobody can be asked
 */
export function stillValid(running: Instance, request: Request, actor: Actor): () => Promise<boolean> {
  const { untilMs } = actor;
  if (untilMs !== undefined) return () => Promise.resolve(systemCtx(running).now().getTime() < untilMs);
  return async () => {
    try {
      const now = await requestActor(running, request);
      return now?.personId === actor.personId && actor.scopes.every((scope) => now.scopes.includes(scope));
    } catch (error) {
      if (error instanceof BelfryError && (error.code === "unauthenticated" || error.code === "forbidden")) return false;
      throw error;
    }
  };
}
