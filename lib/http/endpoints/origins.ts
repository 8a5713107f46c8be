import { z } from "zod";
import { originName } from "#lib/inbox/schema.ts";
import { linksInput } from "#lib/origins/schema.ts";
import { endpoint } from "../endpoint.ts";
import { pageHeaders, pageQuery } from "../page.ts";
import { someName } from "./parameters.ts";

const origin = z
  .strictObject({
    origin: originName,
    members: z.number().int().nonnegative().describe("How many people belong to it"),
    createdAt: z.iso.datetime(),
    links: z
      .record(z.string(), z.string())
      .describe("What stands with its notifications: a name, and an address with placeholders"),
  })
  .meta({ id: "Origin" });
const named = z.strictObject({ origin: someName });
const unregistered = { description: "Nobody registered the origin" };
const noSuchMember = { description: "Nobody registered the origin, or nobody can have the name" };

export const listOrigins = endpoint({
  method: "get",
  path: "/api/origins",
  summary: "The registered origins",
  guard: "admin",
  query: pageQuery,
  answers: {
    200: {
      description: "By name",
      body: z.strictObject({ origins: z.array(origin) }).meta({ id: "Origins" }),
      headers: pageHeaders,
    },
  },
});

export const getOrigin = endpoint({
  method: "get",
  path: "/api/origins/{origin}",
  summary: "An origin",
  guard: "admin",
  params: named,
  answers: { 200: { description: "The origin", body: origin }, 404: unregistered },
});

export const registerOrigin = endpoint({
  method: "put",
  path: "/api/origins/{origin}",
  summary: "Register an origin, so that it can be published to, or give one its links",
  description:
    "A link is an http or https address in which `{field}` stands for a field of a notification's `data`, `{origin}`, `{type}` and `{id}` for what they say, and `{ident}` for the package in full; values are percent-encoded, and none stands in the host. It is shown with each notification that says all of them. Left out, the links stay as they are.",
  guard: "admin",
  params: z.strictObject({ origin: originName }),
  body: z.strictObject({ links: linksInput.optional() }).meta({ id: "OriginSettings" }).optional(),
  answers: { 204: { description: "Registered, now or before" }, 403: { description: "`hub` is Belfry's own" } },
});

export const removeOrigin = endpoint({
  method: "delete",
  path: "/api/origins/{origin}",
  summary: "Delete an origin, its memberships, and all that was published under it or to its members",
  guard: "admin",
  params: named,
  answers: { 204: { description: "Gone, now or before" } },
});

const member = z
  .strictObject({
    username: z.string(),
    provider: z.string().describe("Who vouches for the name: `local`, `jupyterhub`, `github` or `oidc`"),
    sources: z
      .array(z.enum(["admin", "hub", "oidc"]))
      .describe("Who says they belong: an admin, or a group of that name by the hub or an OpenID Connect issuer"),
    since: z.iso.datetime(),
  })
  .meta({ id: "Member" });

export const listMembers = endpoint({
  method: "get",
  path: "/api/origins/{origin}/members",
  summary: "Who belongs to an origin",
  guard: "admin",
  params: named,
  query: pageQuery,
  answers: {
    200: {
      description: "By name",
      body: z
        .strictObject({
          members: z.array(member),
        })
        .meta({ id: "Members" }),
      headers: pageHeaders,
    },
    404: unregistered,
  },
});

const membership = z.strictObject({ origin: someName, username: someName });

export const listAwaited = endpoint({
  method: "get",
  path: "/api/origins/{origin}/waiting",
  summary: "Who becomes a member of an origin with their first sign-in",
  description: "Names without an account that an admin made members.",
  guard: "admin",
  params: named,
  query: pageQuery,
  answers: {
    200: {
      description: "By name",
      body: z
        .strictObject({
          waiting: z.array(z.strictObject({ username: z.string(), since: z.iso.datetime() }).meta({ id: "Waiting" })),
        })
        .meta({ id: "WaitingMembers" }),
      headers: pageHeaders,
    },
    404: unregistered,
  },
});

export const addMember = endpoint({
  method: "put",
  path: "/api/origins/{origin}/members/{username}",
  summary: "Make somebody a member",
  description:
    "They see what is published from now on. A name without an account waits: it is a member from its first sign-in on, by whatever way it comes.",
  guard: "admin",
  params: membership,
  answers: { 204: { description: "A member, now or before, or waited for" }, 404: noSuchMember },
});

export const removeMember = endpoint({
  method: "delete",
  path: "/api/origins/{origin}/members/{username}",
  summary: "End somebody's membership",
  description:
    "They see nothing of the origin any more. Where a group of their provider still says they belong, that begins anew at their next sign-in.",
  guard: "admin",
  params: membership,
  answers: { 204: { description: "No member, now or before" }, 404: noSuchMember },
});
