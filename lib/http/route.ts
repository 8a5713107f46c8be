import type { z } from "zod";
import { requestActor } from "#lib/auth/actor.ts";
import { addressOf } from "#lib/auth/address.ts";
import type { Actor } from "#lib/ctx.ts";
import { BelfryError, type FieldError } from "#lib/errors.ts";
import { instance, requestCtx, systemCtx, type Instance, type RequestCtx } from "#lib/instance.ts";
import { networkOf } from "#lib/limits/network.ts";
import { take } from "#lib/limits/take.ts";
import type { Endpoint, Guard } from "./endpoint.ts";
import { problem } from "./problem.ts";
import { publicOrigin } from "./public-origin.ts";
import { readBody } from "./read-body.ts";
import { requireSameOrigin } from "./same-origin.ts";

/** What a handler gets: checked input, and the context of whoever asks. */
export interface RouteInput<P, Q, B> {
  ctx: RequestCtx;
  running: Instance;
  params: P;
  query: Q;
  body: B;
  request: Request;
}

type NextHandler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

/**
 * Makes a Next.js handler of a declared endpoint: guard, parse, call, respond. Every error becomes a problem document
 * here, and every answer to a person is theirs alone.
 */
export function route<P, Q, B>(
  declared: Endpoint<P, Q, B>,
  handle: (input: RouteInput<P, Q, B>) => Promise<Response>,
): NextHandler {
  return async (request, { params }) => {
    const running = instance();
    try {
      const actor = await guarded(running, request, declared.guard);
      const input = {
        ctx: requestCtx(running, actor),
        running,
        params: parse(declared.params, await params, "path") as P,
        query: parse(declared.query, Object.fromEntries(new URL(request.url).searchParams), "query") as Q,
        body: (declared.body ? parse(declared.body, await readBody(request), "body") : undefined) as B,
        request,
      };
      const response = await handle(input);
      if (!response.headers.has("Cache-Control")) response.headers.set("Cache-Control", "private, no-cache");
      return response;
    } catch (error) {
      return problem(error, running.log);
    }
  };
}

const anonymous: Actor = { personId: 0, username: "", provider: "", role: "member", scopes: [], via: "session" };

async function guarded(running: Instance, request: Request, guard: Guard): Promise<Actor> {
  if (guard === "anyone") {
    running.visits.strangers.take(networkOf(addressOf(request)));
    return anonymous;
  }
  const actor = await known(running, request);
  if (actor.via === "session") {
    running.visits.people.take(String(actor.personId));
    requireSameOrigin(request, publicOrigin(running, request));
  } else
    await take(
      systemCtx(running),
      { key: `requests:${actor.via}:${actor.credential ?? actor.personId}`, most: 1200, windowS: 60 },
      "requests with this token",
    );
  const allowed = actor.scopes.some(
    (scope) => scope === guard || (guard === "publish" && scope.startsWith("publish:")),
  );
  if (!allowed) throw new BelfryError("forbidden", `${actor.username} may not do this: it takes the scope ${guard}.`);
  return actor;
}

/** Who asks. Looking up a token costs something, so an address that came with too many wrong ones is not asked again. */
async function known(running: Instance, request: Request): Promise<Actor> {
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

function parse<T>(schema: z.ZodType<T> | undefined, given: unknown, where: "path" | "query" | "body"): T | undefined {
  if (!schema) return undefined;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const errors: FieldError[] = parsed.error.issues.map((issue) => ({
    path: issue.path.join("."),
    message: issue.message,
  }));
  throw new BelfryError(
    "bad-input",
    `${errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ")}.`,
    {
      errors: errors.map((error) => (where === "body" || error.path ? error : { ...error, path: where })),
    },
  );
}
