import { z } from "zod";
import { state } from "#lib/broadcast/document.ts";
import { notification, originName } from "#lib/inbox/schema.ts";
import { endpoint } from "../endpoint.ts";

const count = z.int().min(0);
/** One event, its fields by name; on the wire `data` is JSON in one line. */
const eventOf = <T extends string>(named: string, event: T, data: z.ZodType) =>
  z
    .strictObject({ id: z.string().describe("The position, for `Last-Event-ID`"), event: z.literal(event), data })
    .meta({ id: named });
const about = z
  .strictObject({ origin: originName.optional(), id: z.int().positive().optional() })
  .meta({ id: "Concerned", description: "One notification, all of an origin, or, empty, everything" });
const progress = z
  .strictObject({ id: z.int().positive(), state, total: count, successful: count, failed: count })
  .meta({ id: "BroadcastProgress" });

const streamed = z
  .union([
    eventOf("NotificationEvent", "notification", notification),
    eventOf("ReadEvent", "read", about),
    eventOf("ClearedEvent", "cleared", about),
    eventOf("BroadcastEvent", "broadcast", progress),
    eventOf("ResetEvent", "reset", z.strictObject({}).meta({ id: "Nothing" })),
  ])
  .meta({
    id: "StreamEvent",
    discriminated: "event",
    description: "The fields of one event of the stream; its `data` comes as JSON in one line",
  });

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
    200: {
      description: "The stream: events one after the other, of which the schema describes each",
      body: streamed,
      type: "text/event-stream",
    },
    429: {
      description:
        "Too many requests; or the server has very many streams (20,000) and 20 of them are the caller's: the newest is refused. `Retry-After` says when to try again",
    },
    503: { description: "The server is stopping, or its database is away; `Retry-After` says when to try again" },
  },
});
