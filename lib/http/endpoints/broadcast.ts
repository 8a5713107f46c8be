import { z } from "zod";
import { broadcastDocument, savedMessage, sentBroadcast, seriesDocument } from "#lib/broadcast/document.ts";
import { broadcastInput, savedInput, seriesInput } from "#lib/broadcast/schema.ts";
import { endpoint } from "../endpoint.ts";
import { keyHeader, replayHeader } from "../idempotency-key.ts";
import { flag, someId } from "./parameters.ts";

const base = "/hub/api/notifications";
const byId = z.strictObject({ id: someId });
const location = { Location: "The broadcast's address" };
const notFound = { description: "There is no such broadcast" };
const conflict = { description: "Not possible in the state it is in" };
const off = { description: "No hub is configured" };
const hubFailed = { description: "The hub could not be asked; nothing was sent" };

export const sendBroadcast = endpoint({
  method: "post",
  path: `${base}/broadcast`,
  summary: "Send a broadcast",
  description:
    "Rings every running lab at once, puts a copy into the inbox, and waits for the labs that run now. `recipients` are hub usernames, and `group:NAME` for the members of a group of the hub's (which needs the scope `read:users:groups` there); those without a running lab get the copy alone. What the hub doesn't know is answered in `unknown`; when it knows none of them it is refused. `except` leaves people and groups out, of `recipients` or of everybody whom the hub knows.",
  guard: "broadcast",
  headers: {
    prefer: "`respond-async`: answer 202 at once, with the broadcast's address in `Location`",
    "idempotency-key": keyHeader("A key of yours; sent again within 24 hours it gives the first broadcast again"),
  },
  body: broadcastInput,
  answers: {
    200: { description: "Rung; what came of each server", body: broadcastDocument, headers: replayHeader },
    202: {
      description:
        "Taken on; it runs or is scheduled. Also when this server stops before all are rung: another goes on",
      body: broadcastDocument,
      headers: {
        ...location,
        ...replayHeader,
        "Preference-Applied": "`respond-async`, where `Prefer` asked for it",
      },
    },
    409: { description: "The Idempotency-Key came before with another request" },
    502: hubFailed,
    503: off,
  },
});

export const getBroadcast = endpoint({
  method: "get",
  path: `${base}/broadcast/{id}`,
  summary: "A broadcast and what came of it so far",
  guard: "broadcast",
  params: byId,
  query: z.strictObject({
    details: flag(true).describe("`false` leaves out what came of each server"),
  }),
  answers: { 200: { description: "The broadcast", body: broadcastDocument }, 404: notFound },
});

export const cancelBroadcast = endpoint({
  method: "delete",
  path: `${base}/broadcast/{id}`,
  summary: "Cancel a scheduled or running broadcast",
  description: "What was not sent yet is taken back; what is in flight ends by itself.",
  guard: "broadcast",
  params: byId,
  answers: { 204: { description: "Cancelled" }, 404: notFound, 409: conflict },
});

export const retryBroadcast = endpoint({
  method: "post",
  path: `${base}/broadcast/{id}/retry`,
  summary: "Ring again those that failed",
  guard: "broadcast",
  params: byId,
  query: z.strictObject({
    unknown: flag(false).describe("Also those whose outcome is unknown; they may show the message twice"),
  }),
  answers: {
    202: { description: "Rung again", body: broadcastDocument, headers: location },
    404: notFound,
    409: conflict,
    503: off,
  },
});

export const checkRecipients = endpoint({
  method: "post",
  path: `${base}/recipients`,
  summary: "Whom recipients stand for",
  description: "As the hub knows them now, groups with their members; nothing is sent.",
  guard: "broadcast",
  body: z.strictObject({ recipients: broadcastInput.shape.recipients.unwrap() }).meta({ id: "RecipientsToCheck" }),
  answers: {
    200: {
      description: "The people, running labs or not",
      body: z
        .strictObject({
          usernames: z.array(z.string()),
          unknown: z.array(z.string()).describe("What the hub doesn't know: no such user, or nobody in that group"),
        })
        .meta({ id: "CheckedRecipients" }),
    },
    502: hubFailed,
    503: off,
  },
});

export const listActiveServers = endpoint({
  method: "get",
  path: `${base}/active-servers`,
  summary: "The servers that run now",
  guard: "broadcast",
  query: z.strictObject({
    probe: flag(false).describe(
      "Also ask each lab whether it has the receiving extension; an answer is good for a while (installed 10 minutes, missing 1)",
    ),
    fresh: flag(false).describe("Ask each lab now, whatever it said before"),
    warm: flag(false).describe(
      "With probe, as somebody is about to send: each lab gets a token made for it that a broadcast in the next four minutes is sent with, so that it need not wait for the hub",
    ),
  }),
  answers: {
    200: {
      description: "Every active server",
      body: z
        .strictObject({
          servers: z.array(
            z
              .strictObject({
                username: z.string(),
                server: z.string().describe("A server's name; empty for a person's default server"),
                ready: z.boolean(),
                url: z.string(),
                started: z.string().nullable().describe("When it was started, as the hub writes it"),
                lastActivity: z
                  .string()
                  .optional()
                  .describe(
                    "When somebody last did something there, as the hub writes it; left out while it knows of nothing",
                  ),
                extension: z
                  .enum(["installed", "missing", "unreachable"])
                  .optional()
                  .describe(
                    "Of a ready one, where it was asked for; not of those that were not asked because a broadcast came first",
                  ),
                reason: z.string().optional().describe("Why it is unreachable"),
              })
              .meta({ id: "ActiveServer" }),
          ),
          warning: z.string().optional().describe("What may have gone wrong with the hub's list"),
        })
        .meta({ id: "ActiveServers" }),
    },
    502: hubFailed,
    503: off,
  },
});

export const listSent = endpoint({
  method: "get",
  path: `${base}/sent`,
  summary: "Past broadcasts, newest first",
  guard: "broadcast",
  query: z.strictObject({
    since: z.iso
      .datetime({ offset: true, error: "must be a date and time such as 2026-01-31T18:00:00Z" })
      .transform((text) => new Date(text))
      .optional(),
    limit: z.coerce.number("must be a whole number").int("must be a whole number").min(1).max(500).default(50),
    open: z
      .enum(["true", "false"], "must be true or false")
      .transform((text) => text === "true")
      .optional()
      .meta({ documented: z.boolean().optional() })
      .describe(
        "`true`: only what is scheduled, runs or waits for labs that start later; `false`: only what has ended",
      ),
  }),
  answers: {
    200: {
      description: "The history",
      body: z.strictObject({ notifications: z.array(sentBroadcast) }).meta({ id: "SentBroadcasts" }),
    },
  },
});

export const clearSent = endpoint({
  method: "delete",
  path: `${base}/sent`,
  summary: "Clear the history",
  description: "Copies in inboxes stay, and so does what is scheduled or running.",
  guard: "broadcast",
  answers: {
    200: {
      description: "How many were cleared",
      body: z.strictObject({ cleared: z.number().int().nonnegative() }).meta({ id: "ClearedHistory" }),
    },
  },
});

export const editBroadcast = endpoint({
  method: "put",
  path: `${base}/broadcast/{id}`,
  summary: "Put another broadcast in the place of a scheduled one",
  description: "Possible until it starts; without `sendAt` it starts at once.",
  guard: "broadcast",
  params: byId,
  body: broadcastInput,
  answers: {
    200: { description: "The broadcast as it is now", body: broadcastDocument },
    404: notFound,
    409: conflict,
    503: off,
  },
});

export const exportBroadcast = endpoint({
  method: "get",
  path: `${base}/broadcast/{id}/csv`,
  summary: "What came of each server, as a table",
  description:
    "UTF-8 with a header line: username, server, status, outcome, error, duration_ms (empty when no request went out).",
  guard: "broadcast",
  params: byId,
  answers: { 200: { description: "The table", type: "text/csv" }, 404: notFound },
});

const seriesById = z.strictObject({ id: someId });
const noSeries = { description: "There is no such series" };

export const startSeries = endpoint({
  method: "post",
  path: `${base}/series`,
  summary: "Schedule a countdown, or a broadcast that comes again",
  description:
    "`countdown` is reminders before a moment, `weekly` the same message on days of each week by a zone's clock, up to a day. Each is a scheduled broadcast from then on, with its own number; together they are cancelled as one.",
  guard: "broadcast",
  headers: {
    "idempotency-key": keyHeader("A key of yours; sent again within 24 hours it gives the first series again"),
  },
  body: seriesInput,
  answers: {
    201: {
      description: "Scheduled; its broadcasts",
      body: seriesDocument,
      headers: { Location: "The series' address", ...replayHeader },
    },
    409: { description: "The Idempotency-Key came before with another request" },
    502: hubFailed,
    503: off,
  },
});

export const getSeries = endpoint({
  method: "get",
  path: `${base}/series/{id}`,
  summary: "A series and its broadcasts",
  guard: "broadcast",
  params: seriesById,
  answers: { 200: { description: "The series", body: seriesDocument }, 404: noSeries },
});

export const cancelSeries = endpoint({
  method: "delete",
  path: `${base}/series/{id}`,
  summary: "Cancel all of a series that is still to come",
  description: "And what was not sent yet of one that runs or waits.",
  guard: "broadcast",
  params: seriesById,
  answers: { 204: { description: "Cancelled" }, 404: noSeries, 409: { description: "All of it has ended" } },
});

const savedById = z.strictObject({ id: someId });

export const listSaved = endpoint({
  method: "get",
  path: `${base}/saved`,
  summary: "Saved messages, the one used last first",
  guard: "broadcast",
  answers: {
    200: {
      description: "The saved messages",
      body: z.strictObject({ saved: z.array(savedMessage) }).meta({ id: "SavedMessages" }),
    },
  },
});

export const saveMessage = endpoint({
  method: "post",
  path: `${base}/saved`,
  summary: "Keep a message for the next time",
  guard: "broadcast",
  body: savedInput,
  answers: {
    201: {
      description: "Its number",
      body: z.strictObject({ id: z.number().int().positive() }).meta({ id: "SavedMessageId" }),
    },
    409: { description: "There are too many" },
  },
});

export const takeUpSaved = endpoint({
  method: "post",
  path: `${base}/saved/{id}/use`,
  summary: "Note that a saved message was taken up",
  guard: "broadcast",
  params: savedById,
  answers: { 204: { description: "Noted" } },
});

export const removeSaved = endpoint({
  method: "delete",
  path: `${base}/saved/{id}`,
  summary: "Remove a saved message",
  guard: "broadcast",
  params: savedById,
  answers: { 204: { description: "Gone" } },
});
