import { z } from "zod";
import { atLeast, atMost } from "#lib/characters.ts";
import { isZone, timeOfDay } from "#lib/clock.ts";
import { categories, category, originName, typeName, type Category } from "#lib/inbox/schema.ts";
import { textFault } from "#lib/storable.ts";

export const outletKinds = ["webhook", "email", "push", "lab"] as const;
export type OutletKind = (typeof outletKinds)[number];
/** Those that send by themselves; a lab is rung by the ring. */
export type PostedKind = Exclude<OutletKind, "lab">;

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

const mailAddress = z.email("must be an e-mail address").check(atMost(254));

const origins = z.array(originName).min(1, "must name an origin; leave it out for all").max(100);
const types = z.array(typeName).min(1, "must name a type; leave it out for all").max(100);
const least = category;
export const outletShape = z
  .enum(outletShapes, `must be one of ${outletShapes.join(", ")}`)
  .meta({ id: "OutletShape" });
const shape = outletShape;

const time = z.string().regex(timeOfDay, "must be a time such as 22:00");
const zone = z.string().check(atMost(100)).refine(isZone, "must be a time zone such as Europe/Warsaw");

/** Hours of each day in which nothing is sent, in a time zone; what arrives then is sent after them. */
export const quietHours = z
  .strictObject({ from: time, to: time, zone })
  .refine(({ from, to }) => from !== to, { path: ["to"], error: "must be another time than from" })
  .meta({ id: "QuietHours" });
export type Quiet = z.output<typeof quietHours>;

/** When a day's mail is sent, and in which time zone mails tell the time. */
export const digestAt = z.strictObject({ time, zone }).meta({ id: "DigestAt" });
export type DigestAt = z.output<typeof digestAt>;

const digests = ["hourly", "daily"] as const;
export type Digest = (typeof digests)[number];
/** As it is asked for; `now` is kept as nothing. */
export const digest = z.enum(["now", ...digests], "must be now, hourly or daily").meta({ id: "Digest" });

const fromOn = z.enum([...categories, "none"], `must be one of ${categories.join(", ")}, none`);
/** Below which nothing is sent of an origin; `none`: nothing is at all. */
export type FromOn = z.output<typeof fromOn>;
const mostOrigins = 100;
const byOriginWords = `must name ${mostOrigins} origins at most`;

/** What of one origin and another, where that is something else than of the rest. */
export const byOrigin = z
  .record(originName, fromOn)
  .refine((given) => Object.keys(given).length <= mostOrigins, byOriginWords)
  .meta({ id: "ByOrigin", maxProperties: mostOrigins });
export type ByOrigin = z.output<typeof byOrigin>;

const filters = {
  origins: origins.optional().describe("Of these origins alone; left out: of all, but for those that are muted"),
  least: least.optional().describe("From this category on, in the order info, success, warning, error"),
  byOrigin: byOrigin
    .optional()
    .describe(
      "From which category on of single origins, in place of `least`: also of those that are muted, or not among `origins`",
    ),
  types: types.optional().describe("Of these types alone"),
  quiet: quietHours.optional().describe("When nothing is sent, each day; what arrives then is sent afterwards"),
};

const name = z
  .string()
  .trim()
  .check(atLeast(1))
  .check(atMost(100))
  .refine((text) => textFault(text) === undefined, "holds a character that can't be stored")
  .optional();

const newWebhook = z
  .strictObject({
    kind: z.literal("webhook"),
    url: url.describe("Where it is sent"),
    name: name.describe("What its owner knows it by, in place of its host: a chat's channels have one host"),
    shape: shape
      .optional()
      .describe("What the receiver understands: left out, the notification's own body. `slack` is Mattermost's too"),
    ...filters,
  })
  .refine(({ shape: given, url: to }) => given !== "ntfy" || /\/[\w-]{1,64}\/*$/.test(URL.parse(to)?.pathname ?? ""), {
    path: ["url"],
    error: "must end in the topic's name",
  })
  .meta({ id: "NewWebhook" });

const newMail = z
  .strictObject({
    kind: z.literal("email"),
    to: mailAddress.describe("Where it is sent, once whoever reads there has confirmed it"),
    digest: digest.optional().describe("How often; left out: `now`, one mail for what arrives together"),
    digestAt: digestAt.optional().describe("When a daily one comes; left out: at 08:00 UTC"),
    ...filters,
  })
  .meta({ id: "NewMailOutlet" });

const base64url = (bytes: number) =>
  z
    .base64url(`must be ${bytes} bytes in base64url`)
    .refine((text) => Buffer.from(text, "base64url").length === bytes, `must be ${bytes} bytes in base64url`);

/** What a browser gives who subscribes to its pushes. https://www.w3.org/TR/push-api/#dom-pushsubscription-tojson */
const subscription = z
  .strictObject({
    endpoint: url.describe("Where its push service takes them"),
    expirationTime: z.number().nullish(),
    keys: z.strictObject({ p256dh: base64url(65), auth: base64url(16) }),
  })
  .meta({ id: "PushSubscription" });
export type Subscription = z.output<typeof subscription>;

const newPush = z
  .strictObject({
    kind: z.literal("push"),
    subscription: subscription.describe("Of a browser, made with the `pushKey` of the list of outlets"),
    name: name.describe("What its owner knows the browser by"),
    ...filters,
  })
  .meta({ id: "NewPushOutlet" });

const newLab = z.strictObject({ kind: z.literal("lab"), ...filters }).meta({ id: "NewLabOutlet" });

/** What an outlet is made of. */
export const outletInput = z
  .discriminatedUnion("kind", [newWebhook, newMail, newPush, newLab], {
    error: ({ code }) => (code === "invalid_union" ? `must be one of ${outletKinds.join(", ")}` : undefined),
  })
  .meta({ id: "NewOutlet" });
export type OutletInput = z.output<typeof outletInput>;

/** What an outlet is made of that stands for an origin: a browser and labs are somebody's own. */
export const originOutletInput = z
  .discriminatedUnion("kind", [newWebhook, newMail], {
    error: ({ code }) => (code === "invalid_union" ? "must be one of webhook, email" : undefined),
  })
  .meta({ id: "NewOriginOutlet" });

/** What became of one message, or of a test. */
export const outletCall = z
  .strictObject({
    at: z.iso.datetime(),
    ok: z.boolean().describe("Whether it was taken"),
    told: z.number().int().nonnegative().describe("How many notifications it told of; 0: a test"),
    status: z.number().int().optional().describe("What the receiver answered"),
    reason: z.string().optional().describe("Why it was not taken"),
  })
  .meta({ id: "OutletCall" });
export type OutletCall = z.output<typeof outletCall>;

/** Whether anything is sent at all. */
export const outletsMuted = z
  .strictObject({
    mutedUntil: z.iso
      .datetime({ offset: true, error: "must be a time such as 2026-11-30T08:00:00Z" })
      .transform((text) => new Date(text))
      .nullable()
      .describe(
        "Until then nothing is sent to any of the caller's outlets, and nothing is lost: it is sent afterwards. `null`: now",
      ),
  })
  .meta({ id: "OutletsMuted" });
export type OutletsMuted = z.output<typeof outletsMuted>;

/** What can be changed of one; `null` takes a filter or the shape away. */
export const outletChange = z
  .strictObject({
    name: name.describe("Of a webhook or a browser"),
    shape: shape.nullish().describe("Of a webhook"),
    origins: origins.nullish(),
    least: least.nullish(),
    types: types.nullish(),
    byOrigin: z
      .record(originName, fromOn.nullable())
      .refine((given) => Object.keys(given).length <= mostOrigins, byOriginWords)
      .meta({ maxProperties: mostOrigins })
      .optional()
      .describe("Of the origins that are named; what was said of others stays. `null`: as of the rest again"),
    quiet: quietHours.nullish(),
    digest: digest.optional().describe("Of mails"),
    digestAt: digestAt.optional().describe("Of mails"),
    resting: z
      .boolean("must be true or false")
      .optional()
      .describe("`false`: it tries again, from where it stopped; `true`: it pauses"),
  })
  .refine((change) => Object.keys(change).length > 0, "must change something")
  .meta({ id: "OutletChange", minProperties: 1 });
export type OutletChange = z.output<typeof outletChange>;

/** An outlet as its owner sees it: neither the secret nor the whole address, which is often one too. */
export interface Outlet {
  id: number;
  kind: OutletKind;
  /** Where it is sent: the address of mails, what its owner named it, or the host of a webhook. */
  host: string;
  shape: OutletShape | null;
  origins: readonly string[] | null;
  least: Category | null;
  types: readonly string[] | null;
  byOrigin: ByOrigin | null;
  quiet: Quiet | null;
  /** Null: at once. */
  digest: Digest | null;
  digestAt: DigestAt | null;
  /** False while nobody who reads there has said that they want it: nothing is sent. */
  confirmed: boolean;
  /** How many notifications were taken. */
  sent: number;
  lastSentAt: Date | null;
  /** How often it failed in a row, why the last time, and when it is tried again. */
  failures: number;
  reason: string | null;
  nextTryAt: Date | null;
  /** The last ten, newest first. */
  calls: OutletCall[];
  /** Since when nothing is sent, after a day of failures or at its owner's wish. */
  restingSince: Date | null;
  createdAt: Date;
}
