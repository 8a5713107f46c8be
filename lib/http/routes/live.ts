import { stillValid } from "#lib/auth/still-valid.ts";
import { BelfryError } from "#lib/errors.ts";
import * as endpoints from "../endpoints/live.ts";
import { route } from "../route.ts";

const headers = {
  "Content-Type": "text/event-stream",
  // Neither our own compression nor a proxy may hold events back.
  "Cache-Control": "private, no-cache, no-transform",
  "X-Accel-Buffering": "no",
  // The answer ends with its connection: without chunks to frame, an event is one write of the bytes that all streams share.
  Connection: "close",
};

/**
 * The stream of events lasts, so it is written by the server's own front alone (docs/decisions/0006): Next.js holds on to
 * some 50 kB for an answer that is not finished. What comes to that is from before the front stood.
 */
export const streamEvents = route(
  endpoints.streamEvents,
  async ({ ctx: { actor }, running, query, request, response }) => {
    if (!response) throw new BelfryError("off", "The server is starting. Try again in a moment.", { retryAfterS: 2 });
    if (request.method === "HEAD") return { status: 200, headers: { ...headers } };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.removeHeader("Transfer-Encoding");
    const after = request.headers.get("last-event-id") || query.as_of;
    await running.live.open({ actor, after, stillValid: stillValid(running, request, actor), sink: response });
    return undefined;
  },
);
