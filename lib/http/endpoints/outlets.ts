import { z } from "zod";
import { atMost } from "#lib/characters.ts";
import { category } from "#lib/inbox/schema.ts";
import {
  byOrigin,
  digestAt,
  digest,
  originOutletInput,
  outletCall,
  outletChange,
  outletInput,
  outletKinds,
  outletShape,
  outletsMuted,
  quietHours,
} from "#lib/outlets/schema.ts";
import { endpoint } from "../endpoint.ts";
import { someId, someName } from "./parameters.ts";

const outlet = z
  .strictObject({
    id: z.number().int().positive(),
    kind: z.enum(outletKinds),
    host: z
      .string()
      .describe(
        "Where it is sent: an address of mails, what its owner named it, or the host of a webhook, whose whole address is shown to nobody: with many receivers it is a secret",
      ),
    shape: outletShape.nullable(),
    origins: z.array(z.string()).nullable(),
    least: category.nullable(),
    types: z.array(z.string()).nullable(),
    byOrigin: byOrigin.nullable(),
    quiet: quietHours.nullable(),
    digest: digest.exclude(["now"]).nullable().describe("How often mails come; null: at once"),
    digestAt: digestAt.nullable(),
    confirmed: z.boolean().describe("False: whoever reads there has not said that they want it, so nothing is sent"),
    sent: z.number().int().nonnegative().describe("How many notifications were taken"),
    lastSentAt: z.iso.datetime().nullable(),
    failures: z.number().int().nonnegative().describe("In a row"),
    reason: z.string().nullable().describe("Why the last try failed"),
    nextTryAt: z.iso.datetime().nullable(),
    calls: z.array(outletCall).describe("The last ten, newest first"),
    restingSince: z.iso.datetime().nullable().describe("Since when nothing is sent; nothing is lost meanwhile"),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Outlet" });
const made = outlet
  .extend({ secret: z.string().optional().describe("`whsec_…`, with which a webhook is signed") })
  .meta({ id: "MadeOutlet" });
const tested = z
  .strictObject({
    ok: z.boolean(),
    status: z.number().int().optional().describe("What the receiver answered"),
    reason: z.string().optional().describe("Why it was not taken"),
  })
  .meta({ id: "OutletTest" });
const wasMade = { description: "The outlet; its secret is shown this once", body: made };
const noMails = { description: "Mails are off (`SMTP_URL`), or the database is away" };
const wasTested = { description: "What came of it", body: tested };
const aboutTest = "Ten a minute. An e-mail address that has not been confirmed is asked once more instead.";
const one = z.strictObject({ id: someId });
const noSuchOutlet = { description: "The caller has no such outlet" };

export const listOutlets = endpoint({
  method: "get",
  path: "/api/outlets",
  summary: "The caller's outlets",
  description: "Where what reaches their inbox is sent as well.",
  guard: "notifications",
  answers: {
    200: {
      description: "The oldest first",
      body: z
        .strictObject({
          outlets: z.array(outlet),
          mutedUntil: z.iso.datetime().nullable().describe("Until then nothing is sent to any of them"),
          pushKey: z
            .string()
            .describe("What a browser subscribes with (`applicationServerKey`) to be an outlet of kind `push`"),
        })
        .meta({ id: "Outlets" }),
    },
  },
});

export const muteOutlets = endpoint({
  method: "patch",
  path: "/api/outlets",
  summary: "Send nothing to any of the caller's outlets until a time, or again",
  guard: "notifications",
  body: outletsMuted,
  answers: { 204: { description: "Changed" } },
});

export const makeOutlet = endpoint({
  method: "post",
  path: "/api/outlets",
  summary: "Make an outlet: what reaches the caller's inbox from now on is sent there too",
  description:
    "A webhook is signed as [Standard Webhooks](https://www.standardwebhooks.com/) says. A receiver may get one twice, with the same `webhook-id`, and misses none. What is not taken (2xx within 10 seconds, no redirect) is tried again for a day; then the outlet rests, and the inbox says so. No private, loopback or link-local address is reached unless `OUTLET_ALLOW` lists it. An e-mail address is asked by mail whether it wants them (five an hour); until it says so, what arrives waits.",
  guard: "notifications",
  body: outletInput,
  answers: {
    201: wasMade,
    409: { description: "The caller has 20 outlets" },
    503: noMails,
  },
});

export const changeOutlet = endpoint({
  method: "patch",
  path: "/api/outlets/{id}",
  summary: "Change what an outlet is called and sends, or whether it rests",
  guard: "notifications",
  params: one,
  body: outletChange,
  answers: { 204: { description: "Changed" }, 404: noSuchOutlet },
});

export const removeOutlet = endpoint({
  method: "delete",
  path: "/api/outlets/{id}",
  summary: "Delete an outlet",
  guard: "notifications",
  params: one,
  answers: { 204: { description: "It is gone" }, 404: noSuchOutlet },
});

export const testOutlet = endpoint({
  method: "post",
  path: "/api/outlets/{id}/test",
  summary: "Send a notification that is none to an outlet, at once",
  description: aboutTest,
  guard: "notifications",
  params: one,
  answers: { 200: wasTested, 404: noSuchOutlet },
});

const ofOrigin = z.strictObject({ origin: someName });
const oneOfOrigin = z.strictObject({ origin: someName, id: someId });
const unregistered = { description: "Nobody registered the origin" };
const noSuchOfOrigin = { description: "The origin has no such outlet" };

export const listOriginOutlets = endpoint({
  method: "get",
  path: "/api/origins/{origin}/outlets",
  summary: "An origin's outlets",
  guard: "admin",
  params: ofOrigin,
  answers: {
    200: {
      description: "The oldest first",
      body: z.strictObject({ outlets: z.array(outlet) }).meta({ id: "OriginOutlets" }),
    },
    404: unregistered,
  },
});

export const makeOriginOutlet = endpoint({
  method: "post",
  path: "/api/origins/{origin}/outlets",
  summary: "Make an outlet of an origin: what its members are told from now on is sent there too",
  description:
    "As `POST /api/outlets`, for a channel that a team shares. It follows what the origin's members are told, and no inbox: it goes on when whoever made it has left, who is told when it rests.",
  guard: "admin",
  params: ofOrigin,
  body: originOutletInput,
  answers: {
    201: wasMade,
    404: unregistered,
    409: { description: "The origin has 20 outlets" },
    503: noMails,
  },
});

export const changeOriginOutlet = endpoint({
  method: "patch",
  path: "/api/origins/{origin}/outlets/{id}",
  summary: "Change what an origin's outlet is called and sends, or whether it rests",
  guard: "admin",
  params: oneOfOrigin,
  body: outletChange,
  answers: { 204: { description: "Changed" }, 404: noSuchOfOrigin },
});

export const removeOriginOutlet = endpoint({
  method: "delete",
  path: "/api/origins/{origin}/outlets/{id}",
  summary: "Delete an outlet of an origin",
  guard: "admin",
  params: oneOfOrigin,
  answers: { 204: { description: "It is gone" }, 404: noSuchOfOrigin },
});

export const testOriginOutlet = endpoint({
  method: "post",
  path: "/api/origins/{origin}/outlets/{id}/test",
  summary: "Send a notification that is none to an outlet of an origin, at once",
  description: aboutTest,
  guard: "admin",
  params: oneOfOrigin,
  answers: { 200: wasTested, 404: noSuchOfOrigin },
});

const link = z.strictObject({ link: z.string().check(atMost(500)) });
const noSuchLink = { description: "The link is none of ours, or its outlet is deleted" };

export const stopMails = endpoint({
  method: "post",
  path: "/api/mail/{link}",
  summary: "Stop the mails of an outlet, as a mail program does",
  description:
    "What `List-Unsubscribe` of each mail names, with the body `List-Unsubscribe=One-Click` ([RFC 8058](https://www.rfc-editor.org/rfc/rfc8058)). The outlet rests; its owner may wake it.",
  guard: "anyone",
  params: link,
  takes: ["application/x-www-form-urlencoded", "multipart/form-data"],
  answers: { 204: { description: "Nothing more is sent" }, 404: noSuchLink },
});

export const openMailLink = endpoint({
  method: "get",
  path: "/api/mail/{link}",
  summary: "The page of a link in a mail, for who opens it in a browser",
  description: "To open it does nothing.",
  guard: "anyone",
  params: link,
  answers: { 303: { description: "To the page", headers: { Location: "The page" } } },
});
