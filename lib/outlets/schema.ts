import { z } from "zod";
import { atMost } from "#lib/characters.ts";
import { category, originName, typeName } from "#lib/inbox/schema.ts";
import { textFault } from "#lib/storable.ts";

/** What a receiver understands: left out, the notification's own body. */
export const outletShapes = ["slack", "teams", "discord", "ntfy"] as const;
export type OutletShape = (typeof outletShapes)[number];

const url = z
  .string()
  .trim()
  .check(atMost(2000))
  .refine((text) => textFault(text) === undefined && isAddress(text), "must be an http(s) address without a username");

function isAddress(text: string): boolean {
  const { protocol, username, password } = URL.parse(text) ?? {};
  return (protocol === "http:" || protocol === "https:") && !username && !password;
}

const origins = z.array(originName).min(1, "must name an origin; leave it out for all").max(100);
const types = z.array(typeName).min(1, "must name a type; leave it out for all").max(100);
const least = category;
export const outletShape = z
  .enum(outletShapes, `must be one of ${outletShapes.join(", ")}`)
  .meta({ id: "OutletShape" });
const shape = outletShape;

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 22:00");

/** Hours of each day in which nothing is sent, in a time zone; what arrives then is sent after them. */
export const quietHours = z
  .strictObject({
    from: time,
    to: time,
    zone: z.string().check(atMost(100)).refine(isZone, "must be a time zone such as Europe/Warsaw"),
  })
  .refine(({ from, to }) => from !== to, { path: ["to"], message: "must be another time than from" })
  .meta({ id: "QuietHours" });
export type Quiet = z.output<typeof quietHours>;

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

/** What an outlet is made of. */
export const outletInput = z
  .strictObject({
    kind: z.literal("webhook", "must be webhook; outlets by email, push and lab are not there yet"),
    url: url.describe("Where it is sent"),
    shape: shape
      .optional()
      .describe("What the receiver understands: left out, the notification's own body. `slack` is Mattermost's too"),
    origins: origins.optional().describe("Of these origins alone; left out: of all, but for those that are muted"),
    least: least.optional().describe("From this category on, in the order info, success, warning, error"),
    types: types.optional().describe("Of these types alone"),
    quiet: quietHours.optional().describe("When nothing is sent, each day; what arrives then is sent afterwards"),
  })
  .refine(({ shape: given, url: to }) => given !== "ntfy" || /\/[\w-]{1,64}\/*$/.test(URL.parse(to)?.pathname ?? ""), {
    path: ["url"],
    message: "must end in the topic's name",
  })
  .meta({ id: "NewOutlet" });
export type OutletInput = z.output<typeof outletInput>;

/** What can be changed of one; `null` takes a filter or the shape away. */
export const outletChange = z
  .strictObject({
    shape: shape.nullish(),
    origins: origins.nullish(),
    least: least.nullish(),
    types: types.nullish(),
    quiet: quietHours.nullish(),
    resting: z
      .boolean("must be true or false")
      .optional()
      .describe("`false`: it tries again, from where it stopped; `true`: it pauses"),
  })
  .refine((change) => Object.keys(change).length > 0, "must change something")
  .meta({ id: "OutletChange", minProperties: 1 });
export type OutletChange = z.output<typeof outletChange>;
