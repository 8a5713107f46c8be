import { toResponse } from "./answer.ts";
import type { Route } from "./route.ts";

type NextHandler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/**
 * The door that Next.js keeps: a route as the handler of a file in `app/`. What the server's own front does not answer itself
 * comes through it (docs/decisions/0008-two-doors.md).
 */
export function nextHandler({ answer }: Route): NextHandler {
  return async (request, { params }) => {
    const given = await answer({ request, params: await params });
    if (!given) throw new Error("a route wrote to a response that Next.js keeps");
    return toResponse(given);
  };
}
