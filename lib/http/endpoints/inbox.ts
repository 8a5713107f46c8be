import { z } from "zod";
import { atMost } from "#lib/characters.ts";
import { category, notification, originName, publishInput, typeName } from "#lib/inbox/schema.ts";
import { queryOf } from "#lib/inbox/words.ts";
import { endpoint } from "../endpoint.ts";
import { keyHeader, replayHeader } from "../idempotency-key.ts";
import { flag, someId, someName, someNumber, wholeNumber } from "./parameters.ts";

const count = z.number().int().nonnegative();
const ofOrigin = z.strictObject({ origin: someName });
const one = z.strictObject({ origin: someName, id: someId });

/** Filters of listings and of what clears by them, joined by and. */
const filters = {
  unread: flag(false),
  category: category.optional(),
  type: typeName.optional(),
  q: z
    .string()
    .check(atMost(200))
    .transform((text, ctx) => {
      const query = queryOf(text);
      if (query === undefined) ctx.addIssue({ code: "custom", message: "must hold a word" });
      return query;
    })
    .optional()
    .meta({ documented: z.string().min(1).max(200).optional() })
    .describe(
      "Words and their beginnings, all of them, in the origin, the type and whatever the data says; without case and accents. A package's `core/node/1.2.3` is found whole and in part",
    ),
  ids: z
    .string()
    .regex(/^\d{1,16}(,\d{1,16}){0,199}$/, "must be up to 200 ids with commas between them")
    .transform((text) => text.split(",").map(Number))
    .optional()
    .describe("These alone, up to 200, with commas between them"),
};

const muted = flag(true);

const asOf = z
  .string()
  .optional()
  .describe("The `As-Of` header of a GET: exactly what that answer could show, and nothing that came after");

/** Refused when misspelled: without it, more would be taken than was meant. */
const whatToChange = z.strictObject({
  as_of: asOf,
  ...filters,
  muted: muted.describe("`false` spares what the caller muted"),
});

const conditional = { "if-none-match": "The `ETag` of an earlier answer: 304 while nothing has changed" };
const listingHeaders = {
  ETag: "Changes when what is shown does",
  "As-Of": "For `as_of`: all that had arrived, whatever the filter",
  "X-Poll-Interval": z.int().min(1).describe("Seconds after which asking again is fine"),
};
const unchanged = {
  description: "Nothing has changed",
  headers: { ETag: listingHeaders.ETag, "X-Poll-Interval": listingHeaders["X-Poll-Interval"] },
};
const cleared = {
  description: "Cleared for the caller alone",
  headers: {
    "Undo-Token": "Takes this back within ten minutes: `POST /api/undo`",
    "Cleared-Count": z.int().min(0).describe("How many it took"),
  },
};
const notKept = "What is kept stays, whatever is asked for.";
const marked = { description: "Marked for the caller alone" };
const allMarked = {
  ...marked,
  headers: {
    "Undo-Token": "Takes this back within ten minutes: `POST /api/undo`",
    "Marked-Count": z.int().min(0).describe("How many were unread"),
  },
};

const group = z
  .strictObject({ origin: originName, notifications: z.array(notification).min(1).max(200) })
  .meta({ id: "NotificationGroup", description: "The newest of one origin" });

export const listNotifications = endpoint({
  method: "get",
  path: "/notifications",
  summary: "The most recent notifications, grouped by origin",
  description:
    "Newest first, the groups by their newest. While more remain, `Link` says where. A browser (`Accept: text/html`) is led to the notification centre.",
  guard: "notifications",
  headers: conditional,
  query: z.object({
    limit: wholeNumber({ least: 1, most: 200, otherwise: 50 }),
    ...filters,
    before: someId.optional().describe("Goes on below this id"),
    since: z
      .string()
      .optional()
      .describe(
        "The `As-Of` header of an earlier answer of this list or of `/api/inbox`: what arrived after that answer and nothing else, oldest first. The `As-Of` of this answer covers what it gives: asked on by that, nothing is missed and nothing comes twice",
      ),
    per_origin: someNumber({ least: 1, most: 200 }).optional().describe("At most so many of each origin"),
    cleared: flag(false).describe("`true`: what the caller cleared, as far as it is still stored, and nothing else"),
    kept: flag(false).describe("`true`: what no clear takes, and nothing else"),
    muted: muted.describe("`false` leaves out what the caller muted, as the pages do"),
  }),
  answers: {
    200: {
      description: "The groups",
      body: z.array(group),
      headers: { ...listingHeaders, Link: '`rel="next"`: where the next ones are, while any remain (RFC 8288)' },
    },
    303: { description: "For a browser", headers: { Location: "The notification centre" } },
    304: unchanged,
  },
});

const page = z
  .strictObject({
    range_start: count,
    range_end: count.describe("The last one's place; on an empty page 49 after its start"),
    total_count: count,
    data: z.array(notification),
  })
  .meta({ id: "NotificationPage" });

export const listOriginNotifications = endpoint({
  method: "get",
  path: "/notifications/{origin}",
  summary: "What an origin shows, newest first, 50 a page",
  description:
    "`range` is the place of the first one, from 0; with a filter, among those that fit. An origin that is unknown and one that shows the caller nothing answer alike: 200 and empty.",
  guard: "notifications",
  headers: conditional,
  params: ofOrigin,
  query: z.object({ range: wholeNumber({ most: Number.MAX_SAFE_INTEGER - 50, otherwise: 0 }), ...filters }),
  answers: {
    200: { description: "The last page", body: page, headers: listingHeaders },
    206: { description: "A page; more follow", body: page, headers: listingHeaders },
    304: unchanged,
  },
});

export const getNotification = endpoint({
  method: "get",
  path: "/notifications/{origin}/{id}",
  summary: "One notification",
  guard: "notifications",
  headers: conditional,
  params: one,
  answers: {
    200: { description: "It", body: notification, headers: { ETag: listingHeaders.ETag } },
    304: { description: "Nothing has changed", headers: { ETag: listingHeaders.ETag } },
    404: { description: "There is none, or it is not the caller's, cleared, or under another origin" },
  },
});

export const clearAll = endpoint({
  method: "delete",
  path: "/notifications",
  summary: "Clear everything, or what fits",
  description: `With filters exactly what fits all of them goes. ${notKept}`,
  guard: "notifications",
  query: whatToChange,
  answers: { 204: cleared },
});

export const clearOrigin = endpoint({
  method: "delete",
  path: "/notifications/{origin}",
  summary: "Clear an origin, or what of it fits",
  description: `With filters exactly what fits all of them goes. ${notKept}`,
  guard: "notifications",
  params: ofOrigin,
  query: whatToChange,
  answers: { 204: cleared },
});

export const clearOne = endpoint({
  method: "delete",
  path: "/notifications/{origin}/{id}",
  summary: "Clear one notification",
  description:
    "Nothing happens when it is gone already, kept, not the caller's, or under another origin: the status is the same, and `Cleared-Count` 0.",
  guard: "notifications",
  params: one,
  answers: { 204: cleared },
});

const readMark = z
  .strictObject({ read: z.literal(true, "must be true; single ones can be marked unread") })
  .meta({ id: "ReadMark" });

export const markAllRead = endpoint({
  method: "patch",
  path: "/notifications",
  summary: "Mark everything read, or what fits",
  description: "With filters exactly what fits all of them is marked.",
  guard: "notifications",
  query: whatToChange,
  body: readMark,
  answers: { 204: allMarked },
});

export const markOriginRead = endpoint({
  method: "patch",
  path: "/notifications/{origin}",
  summary: "Mark an origin read, or what of it fits",
  description: "With filters exactly what fits all of them is marked.",
  guard: "notifications",
  params: ofOrigin,
  query: whatToChange,
  body: readMark,
  answers: { 204: allMarked },
});

export const markOneRead = endpoint({
  method: "patch",
  path: "/notifications/{origin}/{id}",
  summary: "Mark one notification read or unread, or keep it",
  description:
    "What is kept stays through every clear until `kept` is false, and then until the next one; what was cleared comes back by it, as long as it is stored.",
  guard: "notifications",
  params: one,
  body: z
    .strictObject({
      read: z.boolean("must be true or false").optional(),
      kept: z.boolean("must be true or false").optional(),
    })
    .refine(({ read, kept }) => read !== undefined || kept !== undefined, "must have read or kept")
    .meta({ id: "Mark", description: "At least one of the two", minProperties: 1 }),
  answers: { 204: marked },
});

const published = z.strictObject({ id: z.number().int().positive() }).meta({ id: "Published" });

export const publishNotifications = endpoint({
  method: "post",
  path: "/notifications",
  summary: "Publish one notification, or up to 500 at once",
  description: [
    "All or none. They are seen by the members of their origin; `dep-promoted` by those of `data.dependent.origin` instead, which need not be registered; with `to.users` by those people alone, whose copies share one id.",
    "",
    "A `category` left out is `error` for a `job-finished` with the status `Failed`, `success` for any other, `warning` for `package-demoted`, else `info`. `data` is at most 16 KiB of JSON, nested at most 64 deep.",
  ].join("\n"),
  guard: "publish",
  headers: {
    "idempotency-key": keyHeader(
      "A key of yours; sent again within 24 hours with the same body it gives the first answer again",
    ),
  },
  body: publishInput,
  answers: {
    201: {
      description: "Published; an array for an array, in its order",
      body: z.union([published, z.array(published).max(500)]),
      headers: replayHeader,
    },
    403: { description: "The origin `hub`, the type `broadcast`, or an origin the caller may not publish to" },
    404: { description: "Nobody registered the origin" },
    409: { description: "The Idempotency-Key came before with another request" },
  },
});

export const undoClear = endpoint({
  method: "post",
  path: "/api/undo",
  summary: "Take back a clear, or a marking of many",
  description:
    "Exactly what that DELETE took is there again; what that PATCH marked is unread again. A second time changes nothing and is 204 too.",
  guard: "notifications",
  body: z
    .strictObject({ token: z.string().max(255).describe("The `Undo-Token` header of a DELETE or PATCH") })
    .meta({ id: "UndoRequest" }),
  answers: {
    204: { description: "Taken back" },
    404: { description: "Unknown, another person's, or older than ten minutes" },
    409: { description: "The same was cleared or marked again since" },
  },
});

const originCounts = z
  .strictObject({
    origin: originName,
    total: count,
    unread: count,
    muted: z.boolean(),
    kept: z.number().int().positive().optional().describe("How many no clear takes; only there when there are any"),
  })
  .meta({ id: "OriginCounts" });

export const getInbox = endpoint({
  method: "get",
  path: "/api/inbox",
  summary: "How many notifications there are, how many are unread, and the newest",
  description: "All as of one moment.",
  guard: "notifications",
  headers: conditional,
  query: z.object({
    fair: flag(false).describe(
      "`true`: `recent` holds up to 200, of each origin its newest, however much another has, and its newest unread errors",
    ),
  }),
  answers: {
    200: {
      description: "Counts in all, and by origin",
      body: z
        .strictObject({
          total: count,
          unread: count,
          origins: z.array(originCounts),
          recent: z.array(notification).describe("The newest 50 of origins that are not muted, newest first"),
          clearedAt: count
            .nullable()
            .describe(
              "ms since 1970; when the caller last cleared something and did not take it back, if that was today or yesterday",
            ),
          version: count.describe(
            "Rises with all that the caller does to the inbox. `As-Of`, a dot and this, as `Last-Event-ID`, open a stream that misses nothing since",
          ),
        })
        .meta({ id: "InboxOverview" }),
      headers: listingHeaders,
    },
    304: unchanged,
  },
});

export const muteOrigin = endpoint({
  method: "put",
  path: "/api/inbox/muted/{origin}",
  summary: "Mute an origin",
  description: "The pages fold it away. These answers stay the same. One that does not exist yet may be muted.",
  guard: "notifications",
  params: z.strictObject({ origin: originName }),
  answers: { 204: { description: "Muted" } },
});

export const unmuteOrigin = endpoint({
  method: "delete",
  path: "/api/inbox/muted/{origin}",
  summary: "End muting an origin",
  guard: "notifications",
  params: ofOrigin,
  answers: { 204: { description: "Not muted" } },
});
