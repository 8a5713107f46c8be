import { z } from "zod";
import { atMost } from "#lib/characters.ts";
import { textFault } from "#lib/storable.ts";

const publishTo = z.string().regex(/^publish:[a-z0-9][a-z0-9_-]{0,254}$/);

/** What a token lets its bearer do; `publish:ORIGIN` for one origin alone. */
export const tokenScope = z
  .union(
    [z.enum(["notifications", "publish", "broadcast", "admin"]), publishTo],
    "must be notifications, publish, publish:ORIGIN, broadcast or admin",
  )
  .meta({ id: "Scope" });

/** What is asked for: a name to know it by, its scopes, and when it ends (left out: after 90 days; null: never). */
export const tokenInput = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1, "must not be empty")
      .check(atMost(100))
      .refine((name) => textFault(name) === undefined, "holds a character that can't be stored"),
    scopes: z.array(tokenScope).min(1, "must hold at least one scope").max(100),
    expiresAt: z.iso
      .datetime({ offset: true, error: "must be a date and time with an offset, such as 2027-01-31T18:00:00Z" })
      .transform((text) => new Date(text))
      .nullish()
      .describe("Left out: in 90 days. `null`: never"),
  })
  .meta({ id: "NewToken" });
export type TokenInput = z.output<typeof tokenInput>;
