import { stillValid } from "#lib/auth/still-valid.ts";
import { streamEvents } from "#lib/http/endpoints/live.ts";
import { route } from "#lib/http/route.ts";

const headers = {
  "Content-Type": "text/event-stream",
  // Neither our own compression nor a proxy may hold events back.
  "Cache-Control": "private, no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

export const GET = route(streamEvents, async ({ ctx: { actor }, running, query, request }) => {
  const events = await running.live.open({
    actor,
    after: request.headers.get("last-event-id") || query.as_of,
    stillValid: stillValid(running, request, actor),
    signal: request.signal,
  });
  return new Response(events, { headers });
});

/** Next.js would answer with GET's stream and leave it open for ever. */
export const HEAD = route(streamEvents, async () => new Response(null, { headers }));
