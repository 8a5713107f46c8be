import { z } from "zod";
import { atMost } from "#lib/characters.ts";
import { textFault } from "#lib/storable.ts";

/** What an inlet understands. */
export const inletKinds = ["github", "gitlab", "alertmanager", "grafana", "cloudevents", "json"] as const;
export const inletKind = z.enum(inletKinds, `must be one of ${inletKinds.join(", ")}`).meta({ id: "InletKind" });
export type InletKind = (typeof inletKinds)[number];

const text = (most: number) =>
  z
    .string()
    .check(atMost(most))
    .refine((given) => textFault(given) === undefined, "holds a character that can't be stored");

/** A JSON pointer (RFC 6901), which begins with a slash, or else a fixed text. */
const place = text(1000).refine(
  (given) => !given.startsWith("/") || !/~(?![01])/.test(given),
  "is no JSON pointer: after ~ comes 0 or 1",
);

/** How any JSON becomes a notification: where each part of it is found. */
export const inletMap = z
  .strictObject({
    type: place.min(1, "must not be empty"),
    category: place.optional(),
    data: z
      .record(z.string().min(1, "must have a name").check(atMost(100, "has a name of more than 100 characters")), place)
      .refine((data) => Object.keys(data).length > 0, "must hold at least one key")
      .refine((data) => Object.keys(data).length <= 50, "holds more than 50 keys")
      .meta({ minProperties: 1, maxProperties: 50 }),
  })
  .meta({ id: "InletMap" });
export type InletMap = z.output<typeof inletMap>;

/** What an inlet is made of. */
export const inletInput = z
  .strictObject({
    kind: inletKind,
    name: text(100).trim().min(1, "must not be empty").optional().describe("Left out: the kind"),
    map: inletMap.optional().describe("With `json` alone, which needs it"),
  })
  .superRefine(({ kind, map }, ctx) => {
    if (kind === "json" && !map) ctx.addIssue({ code: "custom", path: ["map"], message: "is missing" });
    if (kind !== "json" && map)
      ctx.addIssue({
        code: "custom",
        path: ["map"],
        message: "is for the kind json alone: the others know what they get",
      });
  })
  .meta({ id: "NewInlet" });
export type InletInput = z.output<typeof inletInput>;

/** What became of a delivery. */
export const fates = ["published", "ignored", "refused"] as const;
export type Fate = (typeof fates)[number];

/** The map that reads what Apprise's `json://` sends. @see https://appriseit.com/services/json/ */
export const appriseMap: InletMap = {
  type: "apprise",
  category: "/type",
  data: { title: "/title", message: "/message" },
};
