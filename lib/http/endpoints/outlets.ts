import { z } from "zod";
import { atMost } from "#lib/characters.ts";
import { category } from "#lib/inbox/schema.ts";
import {
  digestAt,
  digest,
  outletChange,
  outletInput,
  outletKinds,
  outletShape,
  outletsMuted,
  quietHours,
} from "#lib/outlets/schema.ts";
import { endpoint } from "../endpoint.ts";
import { someId } from "./parameters.ts";

const outlet = z
  .strictObject({
    id: z.number().int().positive(),
    kind: z.enum(outletKinds),
    host: z
      .string()
      .describe(
        "Where it is sent: an address of mails, or the host of a webhook, whose whole address is shown to nobody: with many receivers it is a secret",
      ),
    shape: outletShape.nullable(),
    origins: z.array(z.string()).nullable(),
    least: category.nullable(),
    types: z.array(z.string()).nullable(),
    quiet: quietHours.nullable(),
    digest: digest.exclude(["now"]).nullable().describe("How often mails come; null: at once"),
    digestAt: digestAt.nullable(),
    confirmed: z.boolean().describe("False: whoever reads there has not said that they want it, so nothing is sent"),
    sent: z.number().int().nonnegative().describe("How many notifications were taken"),
    lastSentAt: z.iso.datetime().nullable(),
    failures: z.number().int().nonnegative().describe("In a row"),
    reason: z.string().nullable().describe("Why the last try failed"),
    nextTryAt: z.iso.datetime().nullable(),
    restingSince: z.iso.datetime().nullable().describe("Since when nothing is sent; nothing is lost meanwhile"),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Outlet" });
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
    201: {
      description: "The outlet; its secret is shown this once",
      body: outlet
        .extend({ secret: z.string().optional().describe("`whsec_…`, with which a webhook is signed") })
        .meta({ id: "MadeOutlet" }),
    },
    409: { description: "The caller has 20 outlets" },
    503: { description: "Mails are off (`SMTP_URL`), or the database is away" },
  },
});

export const changeOutlet = endpoint({
  method: "patch",
  path: "/api/outlets/{id}",
  summary: "Change what an outlet sends, or whether it rests",
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
  description: "Ten a minute. An e-mail address that has not been confirmed is asked once more instead.",
  guard: "notifications",
  params: one,
  answers: {
    200: {
      description: "What came of it",
      body: z
        .strictObject({
          ok: z.boolean(),
          status: z.number().int().optional().describe("What the receiver answered"),
          reason: z.string().optional().describe("Why it was not taken"),
        })
        .meta({ id: "OutletTest" }),
    },
    404: noSuchOutlet,
  },
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
