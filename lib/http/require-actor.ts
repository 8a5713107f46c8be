import { requestActor } from "#lib/auth/actor.ts";
import { addressOf } from "#lib/auth/address.ts";
import type { Actor } from "#lib/ctx.ts";
import { BelfryError } from "#lib/errors.ts";
import { systemCtx, type Instance } from "#lib/instance.ts";
import { networkOf } from "#lib/limits/network.ts";
import { take } from "#lib/limits/take.ts";
import type { ApiRequest } from "./api-request.ts";
import type { Guard } from "./endpoint.ts";
import { requireSameOrigin } from "./same-origin.ts";

/** Of each token. */
export const requestsAMinute = 1200;

const anonymous: Actor = { personId: 0, username: "", provider: "", role: "member", scopes: [], via: "session" };

/**
 * Who asks, if they may: how often they do is counted, and what a session changes must come from our own pages.
 * @param headers of the answer, whatever it will be: whoever comes with a token is told how their limit stands
 * @throws BelfryError `unauthenticated`, `forbidden` or `too-many`
 */
export async function requireActor(
  running: Instance,
  request: ApiRequest,
  guard: Guard,
  headers: Record<string, string>,
): Promise<Actor> {
  if (guard === "anyone") {
    running.visits.strangers.take(networkOf(addressOf(request)));
    return anonymous;
  }
  const actor = await known(running, request);
  if (actor.via === "session") {
    running.visits.people.take(String(actor.personId));
    requireSameOrigin(running, request);
  } else await countRequest(running, actor, headers);
  if (guard === "known") return actor;
  const wanted = guard === "origin" ? ["admin", "publish"] : [guard];
  const allowed = actor.scopes.some(
    (scope) => wanted.includes(scope) || (wanted.includes("publish") && scope.startsWith("publish:")),
  );
  if (!allowed)
    throw new BelfryError(
      "forbidden",
      `${actor.username} may not do this: it takes the scope ${guard === "origin" ? "admin, or publish:ORIGIN" : guard}.`,
    );
  return actor;
}

/** @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ of which the two headers are */
async function countRequest({ permits }: Instance, actor: Actor, headers: Record<string, string>): Promise<void> {
  const key = `requests:${actor.via}:${actor.credential ?? actor.personId}`;
  headers["RateLimit-Policy"] = `"requests";q=${requestsAMinute};w=60`;
  const setRateLimit = (left: number, untilS: number) =>
    (headers["RateLimit"] = `"requests";r=${left};t=${Math.max(1, Math.ceil(untilS))}`);
  try {
    const { left, freesS } = await permits.take(
      { key, most: requestsAMinute, windowS: 60 },
      "requests with this token",
    );
    setRateLimit(left, freesS);
  } catch (error) {
    if (error instanceof BelfryError && error.code === "too-many") setRateLimit(0, error.retryAfterS ?? 1);
    throw error;
  }
}

/** Who asks. Looking up a token costs something, so an address that came with too many wrong ones is not asked again. */
async function known(running: Instance, request: ApiRequest): Promise<Actor> {
  const { strangers } = running.visits;
  const network = networkOf(addressOf(request));
  if (request.headers.has("authorization")) strangers.check(network);
  const actor = await requestActor(running, request).catch(async (error: unknown) => {
    if (error instanceof BelfryError && error.code === "unauthenticated") {
      strangers.take(network);
      await take(
        systemCtx(running),
        { key: `wrong-tokens:${network}`, most: 3000, windowS: 60 },
        "requests with a wrong token from this address",
      );
    }
    throw error;
  });
  if (actor) return actor;
  strangers.take(network);
  throw new BelfryError("unauthenticated", "Sign in, or send a token.");
}
