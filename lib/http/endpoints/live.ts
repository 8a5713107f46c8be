import { z } from "zod";
import { endpoint } from "../endpoint.ts";

export const streamEvents = endpoint({
  method: "get",
  path: "/api/stream",
  summary: "What happens in the inbox, as it happens",
  description: [
    "Server-sent events, each with JSON as its data:",
    "- `notification`: one that has arrived, as the lists give it.",
    "- `read`, `cleared`: what the person did in another window or program. `{origin, id}` is one notification, `{origin}` all of an origin, `{}` all; what arrived meanwhile stays, so fetch the list again unless it names one.",
    "- `broadcast`: how far one has come, `{id, state, total, successful, failed}`; for those who may send some.",
    "- `reset`, `{}`: fetch the lists again. Sent when more than 200 were missed, and for what no other event tells: an undo, something marked unread, a joined or left origin.",
    "",
    "Each `id` is a position: sent back as `Last-Event-ID`, on any instance, it gives what came after, nothing twice; one that is none gives `reset`. What stands before its dot is an `As-Of` token.",
    "A comment comes every 15 seconds. The stream ends when the server stops, the person's rights change, they sign out, or the reader is too slow; come back with the last `id`.",
  ].join("\n"),
  guard: "notifications",
  query: z.strictObject({
    lastEventId: z.string().optional().describe("As the header `Last-Event-ID`, for clients that can't send one"),
    as_of: z.string().min(1).optional().describe("The `As-Of` of a listing: begin with what arrived after it"),
  }),
  headers: {
    "last-event-id":
      "The `id` of the last event that was read; counts more than `lastEventId`, and that more than `as_of`",
  },
  answers: {
    200: { description: "The stream, as `text/event-stream`" },
    429: {
      description:
        "Too many requests; or the server has very many streams (20,000) and 20 of them are the caller's: the newest is refused. `Retry-After` says when to try again",
    },
    503: { description: "The server is stopping, or its database is away; `Retry-After` says when to try again" },
  },
});
