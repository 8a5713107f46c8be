import type { Actor } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { systemCtx, type Instance } from "#lib/instance.ts";
import { requestActor } from "./actor.ts";
import type { RequestHead } from "./request-head.ts";

/** Whether what somebody came with still counts. Rejects when nobody can be asked. */
type Check = () => Promise<boolean>;

/**
 * For answers that last: asks later whether what a request came with still counts. Of a session only its age is looked
 * at: whatever else ends one is announced.
 */
export function stillValid(running: Instance, request: RequestHead, actor: Actor): Check {
  return actor.untilMs === undefined ? asking(running, request, actor) : until(running, actor.untilMs);
}

/** Apart from {@link asking}, so that no stream of a session holds on to its request. */
function until(running: Instance, endMs: number): Check {
  return () => Promise.resolve(systemCtx(running).now().getTime() < endMs);
}

function asking(running: Instance, request: RequestHead, actor: Actor): Check {
  return async () => {
    try {
      const now = await requestActor(running, request);
      return now?.personId === actor.personId && actor.scopes.every((scope) => now.scopes.includes(scope));
    } catch (error) {
      if (error instanceof BelfryError && (error.code === "unauthenticated" || error.code === "forbidden"))
        return false;
      throw error;
    }
  };
}
