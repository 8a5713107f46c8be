import type { ServerResponse } from "node:http";
import { stillValid } from "#lib/auth/still-valid.ts";
import { BelfryError } from "#lib/errors.ts";
import * as endpoints from "../endpoints/live.ts";
import { route } from "../route.ts";

const streaming = {
  "Content-Type": "text/event-stream",
  // Neither our own compression nor a proxy may hold events back.
  "Cache-Control": "private, no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

/**
 * The stream of events lasts, so it is written by the server's own front alone: Next.js holds on to some 50 kB for an answer
 * that is not finished. What comes to that is from before the front stood.
 * @see docs/decisions/0006-streams-below-nextjs.md
 */
export const streamEvents = route(
  endpoints.streamEvents,
  async ({ ctx: { actor }, running, query, request, response, headers }) => {
    if (!response) throw new BelfryError("off", "The server is starting. Try again in a moment.", { retryAfterS: 2 });
    if (request.method === "HEAD") return { status: 200, headers: { ...streaming } };
    for (const [name, value] of Object.entries({ ...streaming, ...headers })) response.setHeader(name, value);
    const after = request.headers.get("last-event-id") || query.lastEventId || query.as_of;
    const [sink, wire] = [response, connectionOf(response)];
    await running.live.open({ actor, after, stillValid: stillValid(running, request, actor), sink, wire });
    return undefined;
  },
);

/**
 * The connection of an answer without a length, which Node.js sends in chunks: some clients hand on a chunk at once, but wait
 * for more of a plain body. Nothing for a client that knows no chunks (HTTP/1.0), or while another answer goes before.
 */
const connectionOf = ({ req, socket }: ServerResponse) => (req.httpVersion === "1.1" && socket) || undefined;
