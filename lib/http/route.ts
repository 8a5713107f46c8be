import type { ServerResponse } from "node:http";
import type { z } from "zod";
import { badFields } from "#lib/errors.ts";
import { instance, requestCtx, type Instance, type RequestCtx } from "#lib/instance.ts";
import type { Answer } from "./answer.ts";
import type { ApiRequest } from "./api-request.ts";
import { deprecationHeaders } from "./deprecation.ts";
import type { Endpoint } from "./endpoint.ts";
import { requireActor } from "./require-actor.ts";
import { problem } from "./problem.ts";
import { readBody } from "./read-body.ts";

/** What a handler gets: checked input, and the context of whoever asks. */
export interface RouteInput<P, Q, B> {
  ctx: RequestCtx;
  running: Instance;
  params: P;
  query: Q;
  body: B;
  request: ApiRequest;
  /** Where the answer goes, for one that lasts; not behind Next.js. */
  response: ServerResponse | undefined;
  /** What every answer to this request carries, for one who writes to `response`. */
  headers: Readonly<Record<string, string>>;
}

/** One request to a route. `params` are the parts of the path that vary, as they are meant, not as they were escaped. */
export interface Asked {
  request: ApiRequest;
  params: Record<string, string>;
  response?: ServerResponse;
}

/** An endpoint with what answers it. Both doors know it: Next.js by its file in `app/`, the server's own front by {@link table}. */
export interface Route {
  declared: Endpoint;
  /** @returns nothing when it wrote to `response` itself */
  answer: (asked: Asked) => Promise<Answer | undefined>;
}

/**
 * Makes a route of a declared endpoint: guard, parse, call, respond. Every error becomes a problem document here, and every
 * answer to a person is theirs alone.
 */
export function route<P, Q, B>(
  declared: Endpoint<P, Q, B>,
  handle: (input: RouteInput<P, Q, B>) => Promise<Answer | undefined>,
): Route {
  return {
    declared,
    async answer({ request, params, response }) {
      const running = instance();
      const headers = deprecationHeaders(declared);
      const withHeaders = (answer: Answer) => {
        Object.assign(answer.headers, headers);
        return answer;
      };
      try {
        const actor = await requireActor(running, request, declared.guard, headers);
        const answer = await handle({
          ctx: requestCtx(running, actor),
          running,
          params: parse(declared.params, params, "path") as P,
          query: parse(declared.query, queryOf(request, declared.query), "query") as Q,
          body: (declared.body ? parse(declared.body, await readBody(request), "body") : undefined) as B,
          request,
          response,
          headers,
        });
        if (!answer) return undefined;
        answer.headers["Cache-Control"] ??= "private, no-cache";
        return withHeaders(answer);
      } catch (error) {
        return withHeaders(problem(error, running.log));
      }
    },
  };
}

/** A route that guards and parses for itself, or leaves it to another. Its answers say what those of {@link route} do. */
export function plainRoute(declared: Endpoint, handle: Route["answer"]): Route {
  return {
    declared,
    async answer(asked) {
      const answer = await handle(asked);
      return answer && { ...answer, headers: { ...answer.headers, ...deprecationHeaders(declared) } };
    },
  };
}

/** What an address asks. @throws BelfryError `bad-input` for a parameter that the endpoint does not know */
function queryOf({ url }: ApiRequest, schema: z.ZodType | undefined): Record<string, string> {
  const at = url.indexOf("?");
  if (at < 0) return {};
  const given = Object.fromEntries(new URLSearchParams(url.slice(at)));
  const known = schema && "shape" in schema ? Object.keys(schema.shape as object) : [];
  const message = `is no parameter here; ${known.length > 0 ? `there are ${known.join(", ")}` : "there is none"}`;
  const faults = Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((path) => ({ path, message }));
  if (faults.length > 0) throw badFields(faults, "query");
  return given;
}

function parse<T>(schema: z.ZodType<T> | undefined, given: unknown, where: "path" | "query" | "body"): T | undefined {
  if (!schema) return undefined;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw badFields(faults, where === "body" ? "" : where);
}
