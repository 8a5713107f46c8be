import { z } from "zod";
import { isZone, timeOfDay } from "#lib/clock.ts";
import {
  longestUsername,
  MESSAGE_LIMIT,
  messageFault,
  mostRecipients,
  usernameFault,
  VARIANTS,
  type Variant,
} from "./message.ts";
import { longestCountdownMin, mostSendings, weekdays } from "./series-times.ts";
import { savedLimit, savedMessageFault } from "./variables.ts";

export const variant = z.enum(VARIANTS, `Type is one of ${VARIANTS.join(", ")}`).meta({ id: "Variant" });

/** What `autoClose: true` stands for. */
const autoCloseOnMs = 5000;

const longestAutoCloseMs = 24 * 60 * 60 * 1000;
const longestValidForS = 30 * 24 * 60 * 60;

/** A string whose fault, in words, is what `faultOf` says. */
function checkedText(missing: string, faultOf: (text: string) => string | undefined) {
  return z.string({ error: ({ input }) => (input === undefined ? missing : "Must be text") }).check((ctx) => {
    const message = faultOf(ctx.value);
    if (message) ctx.issues.push({ code: "custom", input: ctx.value, message });
  });
}

/** Usernames and groups of the hub's, each once. */
function names(field: string, whenEmpty: string) {
  return z
    .array(
      checkedText("Username is missing", usernameFault).meta({
        documented: z.string().min(1).max(longestUsername).regex(/\S/),
      }),
      `${field} is a list of usernames`,
    )
    .min(1, `${field} is empty; ${whenEmpty}`)
    .max(mostRecipients, `${field} holds more than ${mostRecipients} usernames`)
    .transform((given) => [...new Set(given)]);
}

/** Fields that there are not are refused by name. */
const unknownByName: z.core.$ZodObjectParams = {
  error: (issue) =>
    issue.code === "unrecognized_keys"
      ? `Unknown ${issue.keys.length === 1 ? "field" : "fields"}: ${issue.keys.join(", ")}`
      : "Body must be a JSON object",
};

const autoCloseError = `Auto-close is false, true, or a whole number of ms from 0 to ${longestAutoCloseMs}`;
const sendAtError = "Send time must be ISO 8601 with an offset, such as 2026-03-07T18:00:00+01:00";

/** The body of `POST /hub/api/notifications/broadcast`, with its defaults filled in; unknown fields are refused by name. */
export const broadcastInput = z
  .strictObject(
    {
      message: checkedText("Message is missing", messageFault)
        .transform((text) => text.trim())
        .meta({ documented: z.string().min(1).max(MESSAGE_LIMIT).regex(/\S/) })
        .describe("Without the space around it, 1 to 140 characters, counted as Unicode code points"),
      variant: variant.default("info"),
      autoClose: z
        .union([z.boolean(), z.int().min(0, autoCloseError).max(longestAutoCloseMs, autoCloseError)], autoCloseError)
        .default(false)
        .transform((given) => (given === true ? autoCloseOnMs : given))
        .describe(
          "`false` until dismissed; milliseconds; 0 for JupyterLab's notification centre alone; `true` is 5000",
        ),
      immediate: z
        .boolean("Immediate is true or false")
        .default(true)
        .describe("To open tabs at once; without it a lab polls every 30 seconds"),
      recipients: names("Recipients", "leave it out to reach everybody")
        .optional()
        .describe("Hub usernames, and `group:NAME`; left out: everybody"),
      except: names("Except", "leave it out to leave nobody out")
        .optional()
        .describe("Who of these gets nothing: hub usernames, and `group:NAME`"),
      validFor: z
        .int("Valid for is a whole number of seconds")
        .min(1, "Valid for is at least 1 second")
        .max(longestValidForS, `Valid for is at most ${longestValidForS} seconds (30 days)`)
        .optional()
        .describe("Seconds during which labs that start later get it too"),
      sendAt: z
        .union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })], sendAtError)
        .transform((text) => new Date(text))
        .optional()
        .meta({ documented: z.iso.datetime({ offset: true }).optional() })
        .describe("Not now but then: ISO 8601 with an offset, such as 2026-03-07T18:00:00+01:00"),
    },
    unknownByName,
  )
  .meta({ id: "NewBroadcast" });

const { sendAt: _, ...shared } = broadcastInput.shape;

/** The body of `POST /hub/api/notifications/series`: a broadcast, and either of the two rules that say when. */
export const seriesInput = z
  .strictObject(
    {
      ...shared,
      countdown: z
        .strictObject({
          to: z.iso
            .datetime({
              offset: true,
              error: "To is a moment in ISO 8601 with an offset, such as 2026-03-07T18:00:00+01:00",
            })
            .transform((text) => new Date(text)),
          minutes: z
            .array(
              z
                .int("Minutes are whole numbers")
                .min(0, "Minutes are at least 0")
                .max(longestCountdownMin, `Minutes are at most ${longestCountdownMin} (7 days)`),
              "Minutes is a list of whole numbers",
            )
            .min(1, "Minutes is empty")
            .max(10, "Minutes holds more than 10 reminders"),
        })
        .optional()
        .describe(
          "Reminders so many minutes before a moment; `{in}` in the message becomes `in 15 minutes`, at 0 `now`. Those that have passed are left out",
        ),
      weekly: z
        .strictObject({
          days: z
            .array(z.enum(weekdays, `Days are some of ${weekdays.join(", ")}`), "Days is a list")
            .min(1, "Days is empty")
            .max(7, "Days holds more than 7"),
          time: z.string("Time is missing").regex(timeOfDay, "Time is one of the day, such as 07:00"),
          zone: z
            .string("Zone is missing")
            .max(100)
            .refine(isZone, "Zone is one such as Europe/Warsaw")
            .describe("As the tz database names it, such as Europe/Warsaw"),
          until: z.iso
            .date("Until is a day such as 2027-01-31")
            .describe("The last day on which it is sent, in its zone"),
        })
        .optional()
        .describe(`Again on these days of each week, until one; at most ${mostSendings} times`),
    },
    unknownByName,
  )
  .refine(({ countdown, weekly }) => (countdown === undefined) !== (weekly === undefined), {
    path: ["countdown"],
    error: "Either countdown or weekly is needed, and not both",
  })
  .meta({ id: "NewSeries" });

/** A checked series. */
export type SeriesInput = z.output<typeof seriesInput>;
/** What a caller may write. */
export type SeriesRequest = z.input<typeof seriesInput>;

/** A message to be kept for the next time. */
export const savedInput = z
  .strictObject({
    message: checkedText("Message is missing", savedMessageFault)
      .transform((text) => text.trim())
      .meta({ documented: z.string().min(1).max(savedLimit).regex(/\S/) })
      .describe(
        "1 to 140 characters and up to 10 variables, which do not count: words in braces such as `{time}`, asked for when it is used",
      ),
    variant: broadcastInput.shape.variant,
    autoClose: broadcastInput.shape.autoClose,
  })
  .meta({ id: "NewSavedMessage" });

/** A checked message to be kept. */
export type SavedInput = z.output<typeof savedInput>;

/** A checked broadcast: `message` trimmed, `autoClose` in ms or false. */
export type BroadcastInput = z.output<typeof broadcastInput>;
/** What a caller may write. */
export type BroadcastRequest = z.input<typeof broadcastInput>;

/** The body each lab gets, as its extension reads it. */
export interface LabPayload {
  message: string;
  type: Variant;
  autoClose: number | false;
  immediate: boolean;
  actions: { label: string; caption: string; displayType: string }[];
}

/** What a lab is told of a broadcast: the contract's body, and nothing else of it. */
export function labPayload({
  message,
  variant,
  autoClose,
  immediate,
}: Pick<BroadcastInput, "message" | "variant" | "autoClose" | "immediate">): LabPayload {
  return {
    message,
    type: variant,
    autoClose,
    immediate,
    actions: [{ label: "Dismiss", caption: "Close this notification", displayType: "default" }],
  };
}

/** How many broadcasts may be sent a minute, by everybody together: each of them rings everyone. */
export const broadcastsAMinute = 30;
