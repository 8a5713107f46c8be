import type { IncomingMessage, ServerResponse } from "node:http";
import { stillValid } from "#lib/auth/still-valid.ts";
import { basePath } from "#lib/base-path.ts";
import { streamEvents } from "./endpoints/live.ts";
import { route } from "./route.ts";
import { webHeaders } from "./web-headers.ts";

const headers = {
  "Content-Type": "text/event-stream",
  // Neither our own compression nor a proxy may hold events back.
  "Cache-Control": "private, no-cache, no-transform",
  "X-Accel-Buffering": "no",
  // The answer ends with its connection: without chunks to frame, an event is one write of the bytes that all streams share.
  Connection: "close",
};

/** Whether a request is for the stream of events. */
export function asksForStream({ url, method }: IncomingMessage): boolean {
  return url?.split("?")[0] === basePath + streamEvents.path && (method === "GET" || method === "HEAD");
}

/**
 * Answers the stream of events before Next.js sees the request: that holds on to some 50 kB for an answer which is not
 * finished, and a stream is not finished for hours.
 */
export async function answerStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = new Request(new URL(request.url ?? "", "http://belfry"), {
    method: request.method ?? "GET",
    headers: webHeaders(request.headers),
  });
  const handle = route(streamEvents, async ({ ctx: { actor }, running, query }) => {
    if (asked.method === "HEAD") return new Response(null, { headers });
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.removeHeader("Transfer-Encoding");
    const after = asked.headers.get("last-event-id") || query.as_of;
    await running.live.open({ actor, after, stillValid: stillValid(running, asked, actor), sink: response });
    return new Response(null);
  });
  const other = await handle(asked, { params: Promise.resolve({}) });
  if (response.headersSent || response.destroyed) return;
  response.writeHead(other.status, Object.fromEntries(other.headers)).end(await other.text());
}
