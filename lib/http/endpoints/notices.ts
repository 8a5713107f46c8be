import { z } from "zod";
import { variant } from "#lib/broadcast/schema.ts";
import { endpoint } from "../endpoint.ts";
import { someName } from "./parameters.ts";

const off = { description: "`PUBLIC_NOTICES` is not set" };
const headers = { "if-none-match": "The `ETag` of an earlier answer: 304 while nothing has changed" };
const etag = { ETag: "Changes when the answer does" };
const unchanged = { description: "Nothing has changed", headers: etag };
const whatTheyAre =
  "With `PUBLIC_NOTICES`: the broadcasts that went to everybody and are still valid (without `validFor`: for a day), newest first. Any page may read it.";

export const getNotices = endpoint({
  method: "get",
  path: "/hub/notices.json",
  summary: "What everybody may know",
  description: whatTheyAre,
  guard: "anyone",
  headers,
  answers: {
    200: {
      description: "At most 20",
      headers: etag,
      body: z
        .strictObject({
          notices: z.array(
            z
              .strictObject({
                id: z.number().int().positive(),
                message: z.string(),
                type: variant,
                sentAt: z.iso.datetime(),
                validUntil: z.iso.datetime(),
              })
              .meta({ id: "Notice" }),
          ),
        })
        .meta({ id: "Notices" }),
    },
    304: unchanged,
    404: off,
  },
});

export const getNoticesAtom = endpoint({
  method: "get",
  path: "/hub/notices.atom",
  summary: "The same as Atom, for feed readers and for JupyterLab's news",
  description: whatTheyAre,
  guard: "anyone",
  headers,
  answers: { 200: { description: "Atom", type: "application/atom+xml", headers: etag }, 304: unchanged, 404: off },
});

export const getNoticesBanner = endpoint({
  method: "get",
  path: "/hub/notices.js",
  summary: "A script that shows the notices at the top of the page that loads it",
  description: whatTheyAre,
  guard: "anyone",
  headers,
  answers: { 200: { description: "The script", type: "text/javascript", headers: etag }, 304: unchanged, 404: off },
});

export const getFeed = endpoint({
  method: "get",
  path: "/feeds/{feed}",
  summary: "What one person sees, as Atom",
  description: "`SECRET.atom`; the secret is made and revoked in the settings. What its owner muted is left out.",
  guard: "anyone",
  params: z.strictObject({ feed: someName }),
  headers,
  answers: {
    200: { description: "The 50 most recent", type: "application/atom+xml", headers: etag },
    304: unchanged,
    404: { description: "There is no such feed, or no more" },
  },
});
