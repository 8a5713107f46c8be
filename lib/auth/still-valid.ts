import type { Actor } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import type { Instance } from "#lib/instance.ts";
import { requestActor } from "./actor.ts";

/**
 * For answers that last: asks later whether the token a request came with still counts.
 * @returns nothing for a session, whose account alone decides. What it gives rejects when nobody can be asked
 */
export function stillValid(running: Instance, request: Request, actor: Actor): (() => Promise<boolean>) | undefined {
  if (actor.via === "session") return undefined;
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
