import { z } from "zod";
import { originName } from "#lib/inbox/schema.ts";
import { role } from "#lib/people/schema.ts";
import { tokenScope } from "#lib/tokens/schema.ts";
import { endpoint } from "../endpoint.ts";

const limit = z
  .strictObject({ most: z.number().int(), windowS: z.number().int().describe("Within so many seconds") })
  .meta({ id: "Limit" });

export const getMe = endpoint({
  method: "get",
  path: "/api/me",
  summary: "Who is asking, and what they may do",
  guard: "known",
  answers: {
    200: {
      description: "The caller",
      body: z
        .strictObject({
          username: z.string(),
          role,
          via: z
            .enum(["session", "token", "hub"])
            .describe("How they came: a browser's cookie, a token of Belfry's, or one of JupyterHub's"),
          scopes: z.array(tokenScope).describe("What this session or token may do; a token may do less than its owner"),
          origins: z.array(originName).describe("What they belong to, by name"),
          publish: z
            .union([z.literal("all"), z.array(originName)])
            .describe("The origins that they may publish to; `all`: whichever is registered"),
          limits: z.strictObject({
            requests: limit.describe("Of this token on all instances together, or of this person's browsers on each"),
            broadcasts: limit.optional().describe("Of everybody together; for those who may send some"),
          }),
        })
        .meta({ id: "Me" }),
    },
  },
});
