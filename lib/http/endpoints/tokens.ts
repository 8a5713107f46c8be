import { z } from "zod";
import { tokenInput, tokenScope } from "#lib/tokens/schema.ts";
import { endpoint } from "../endpoint.ts";
import { someId, someName } from "./parameters.ts";

const token = z
  .strictObject({
    id: z.number().int().positive(),
    name: z.string(),
    prefix: z.string().describe("The token's first characters"),
    scopes: z.array(tokenScope),
    fixed: z.boolean().describe("From the environment: it ends when `ADMIN_TOKEN` is no longer set"),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable().describe("To the minute"),
  })
  .meta({ id: "Token" });
const tokens = z.strictObject({ tokens: z.array(token) }).meta({ id: "Tokens" });
const keepers =
  "In a browser's session, or with a token of the scope `admin`: one that leaked can't make itself a successor.";

export const listTokens = endpoint({
  method: "get",
  path: "/api/tokens",
  summary: "The caller's tokens",
  description: keepers,
  guard: "notifications",
  answers: {
    200: { description: "The oldest first", body: tokens },
  },
});

export const createToken = endpoint({
  method: "post",
  path: "/api/tokens",
  summary: "Make a token",
  description: `A member may give it \`notifications\`, and \`publish:ORIGIN\` for origins they belong to, where it counts as long as they do; an admin any scope. It ends after 90 days unless \`expiresAt\` says otherwise. ${keepers}`,
  guard: "notifications",
  body: tokenInput,
  answers: {
    201: {
      description: "The token; its secret is shown this once",
      body: token.extend({ token: z.string().describe("The secret, `blf_…`") }).meta({ id: "MadeToken" }),
    },
    403: { description: "A scope the caller can't give" },
    409: { description: "The caller has 1,000 tokens; expired ones count until they are revoked" },
  },
});

export const revokeToken = endpoint({
  method: "delete",
  path: "/api/tokens/{id}",
  summary: "Revoke a token",
  description: keepers,
  guard: "notifications",
  params: z.strictObject({ id: someId }),
  answers: {
    204: { description: "It ended" },
    404: { description: "The caller has no such token" },
    409: { description: "It comes from `ADMIN_TOKEN`" },
  },
});

export const listTokensOf = endpoint({
  method: "get",
  path: "/api/people/{username}/tokens",
  summary: "Somebody's tokens",
  guard: "admin",
  params: z.strictObject({ username: someName }),
  answers: {
    200: { description: "The oldest first", body: tokens },
    404: { description: "Nobody has that name" },
  },
});

export const revokeTokenOf = endpoint({
  method: "delete",
  path: "/api/people/{username}/tokens/{id}",
  summary: "Revoke somebody's token",
  description: "The audit log says who did it, and whose it was.",
  guard: "admin",
  params: z.strictObject({ username: someName, id: someId }),
  answers: {
    204: { description: "It ended" },
    404: { description: "Nobody has that name, or no such token" },
    409: { description: "It comes from `ADMIN_TOKEN`" },
  },
});
