import { z } from "zod";
import { atMost } from "#lib/characters.ts";
import { fates, inletInput, inletKind, inletMap } from "#lib/inlets/schema.ts";
import { endpoint } from "../endpoint.ts";
import { someId, someName } from "./parameters.ts";

const inlet = z
  .strictObject({
    id: z.number().int().positive(),
    kind: inletKind,
    name: z.string(),
    map: inletMap.nullable().describe("With `json` alone"),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Inlet" });
const ofOrigin = z.strictObject({ origin: someName });
const one = z.strictObject({ origin: someName, id: someId });
const unregistered = { description: "Nobody registered the origin, or it is not the caller's" };
const noSuchInlet = { description: "Nobody registered the origin, it is not the caller's, or it has no such inlet" };
const keepers = "By an admin, or by a token that may publish to the origin and whose owner belongs to it.";

export const listInlets = endpoint({
  method: "get",
  path: "/api/origins/{origin}/inlets",
  summary: "An origin's inlets",
  description: keepers,
  guard: "origin",
  params: ofOrigin,
  answers: {
    200: { description: "The oldest first", body: z.strictObject({ inlets: z.array(inlet) }).meta({ id: "Inlets" }) },
    404: unregistered,
  },
});

export const makeInlet = endpoint({
  method: "post",
  path: "/api/origins/{origin}/inlets",
  summary: "Make an inlet: an address that turns what others send into notifications of the origin",
  description: keepers,
  guard: "origin",
  params: ofOrigin,
  body: inletInput,
  answers: {
    201: {
      description: "The inlet; its secret is shown this once",
      body: inlet
        .extend({
          url: z.string().describe("Where the others send to"),
          secret: z.string().describe("What they sign with, or send along"),
        })
        .meta({ id: "MadeInlet" }),
    },
    404: unregistered,
    409: { description: "The origin has 100 inlets" },
  },
});

export const removeInlet = endpoint({
  method: "delete",
  path: "/api/origins/{origin}/inlets/{id}",
  summary: "Delete an inlet and the record of its calls; what it published stays",
  description: keepers,
  guard: "origin",
  params: one,
  answers: { 204: { description: "It is gone" }, 404: noSuchInlet },
});

export const listInletCalls = endpoint({
  method: "get",
  path: "/api/origins/{origin}/inlets/{id}/calls",
  summary: "What came to an inlet last, and what became of each",
  description: keepers,
  guard: "origin",
  params: one,
  answers: {
    200: {
      description: "The last 50, newest first. All that come without the secret are one",
      body: z
        .strictObject({
          calls: z.array(
            z
              .strictObject({
                id: z.number().int().positive(),
                at: z.iso.datetime(),
                event: z.string().nullable().describe("In the vendor's words"),
                fate: z.enum(fates),
                reason: z.string().nullable().describe("Why it was ignored or refused"),
                ids: z.array(z.number().int().positive()).describe("Of what was published"),
              })
              .meta({ id: "InletCall" }),
          ),
        })
        .meta({ id: "InletCalls" }),
    },
    404: noSuchInlet,
  },
});

export const receiveDelivery = endpoint({
  method: "post",
  path: "/hooks/{id}",
  summary: "Send something to an inlet",
  description:
    "As the inlet's vendor does. The proof is the vendor's: `X-Hub-Signature-256` (GitHub), `X-Gitlab-Token` (GitLab), else `Authorization: Bearer SECRET` or `?token=SECRET`. The same delivery again gives the same ids: known by the vendor's own id for a day, without one by its body for ten minutes.",
  guard: "anyone",
  params: z.strictObject({ id: someId }),
  query: z.strictObject({ token: z.string().check(atMost(200)).optional() }),
  takes: ["application/json", "application/cloudevents+json", "application/cloudevents-batch+json"],
  answers: {
    202: {
      description: "What became of it",
      body: z.union([
        z.strictObject({ ids: z.array(z.number().int().positive()) }).meta({ id: "DeliveryPublished" }),
        z.strictObject({ ignored: z.string().describe("Why nothing was published") }).meta({ id: "DeliveryIgnored" }),
      ]),
    },
    401: { description: "A wrong signature or secret" },
    404: { description: "There is no such inlet" },
    429: { description: "More than 1,200 a minute; `Retry-After` says when to try again" },
    503: { description: "The database is away; `Retry-After` says when to try again" },
  },
});
