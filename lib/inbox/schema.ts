import { z } from "zod";
import { atMost } from "#lib/characters.ts";
import { originPattern } from "#lib/origin-pattern.ts";
import { jsonFault } from "#lib/storable.ts";

/** The origin and the type that only Belfry's own broadcasts have. */
export const ownOrigin = "hub";
export const ownType = "broadcast";

export const categories = ["info", "success", "warning", "error"] as const;
export const category = z.enum(categories, `must be one of ${categories.join(", ")}`).meta({ id: "Category" });
export type Category = (typeof categories)[number];

/** An origin's name. */
export const originName = z
  .string()
  .regex(originPattern, "must be 1 to 255 of a-z, 0-9, _ and -, and begin with a letter or a digit");

const name = z.string().min(1).check(atMost(255));
const source = z
  .string()
  .check(atMost(300))
  .regex(/^(bldr|(user|vcs):.+)$/, "must be bldr, user:NAME or vcs:NAME");
const message = z.string().optional();
const url = z
  .string()
  .check(atMost(2000))
  .regex(/^[hH][tT][tT][pP][sS]?:\/\//, "must be an address that begins with http:// or https://")
  .optional()
  .describe("Where it leads");

const job = { package: name, group_id: name, job_id: name, source, message, url };
const release = { package: name, version: name, release: name, url };
const inChannel = { ...release, channel: name, source, message };

/** The data of the eight events, as the proposal for Habitat Builder's notifications (C. Nunciato, 2017) lists them. */
const jobScheduled = z.strictObject(job).meta({ id: "JobScheduledData" });
const jobStarted = z.strictObject({ ...job, status: z.string() }).meta({ id: "JobStartedData" });
/** Success and failure alike: `status` is `Failed` for the latter. */
const jobFinished = z
  .strictObject({ ...job, ...release, status: z.string().describe("`Failed` for failure; any other is success") })
  .meta({ id: "JobFinishedData" });
const packageUploaded = z.strictObject(inChannel).meta({ id: "PackageUploadedData" });
/** By Builder itself or by a person. */
const packagePromoted = z
  .strictObject({
    ...inChannel,
    source: z
      .string()
      .check(atMost(300))
      .regex(/^(bldr|user:.+)$/, "must be bldr or user:NAME"),
  })
  .meta({ id: "PackagePromotedData" });
const packageDemoted = z.strictObject(inChannel).meta({ id: "PackageDemotedData" });
/** A package that one of `dependent.origin`'s packages depends on was promoted. */
const depPromoted = z
  .strictObject({
    ...release,
    channel: name,
    message,
    dependent: z
      .strictObject({ origin: originName, name, version: name, release: name })
      .meta({ id: "Dependent" })
      .describe("Whose members see it"),
  })
  .meta({ id: "DepPromotedData" });

/** The eight bodies of the proposal: seven types, one of which carries success or failure. @param named before each name */
function proposed<C extends z.ZodRawShape>(common: C, named: "" | "New") {
  const of = <T extends string, D extends z.ZodType>(id: string, type: T, data: D) =>
    z.strictObject({ ...common, type: z.literal(type), data }).meta({ id: `${named}${id}` });
  return z.discriminatedUnion("type", [
    of("JobScheduled", "job-scheduled", jobScheduled),
    of("JobStarted", "job-started", jobStarted),
    of("JobFinished", "job-finished", jobFinished),
    of("PackageUploaded", "package-uploaded", packageUploaded),
    of("PackagePromoted", "package-promoted", packagePromoted),
    of("PackageDemoted", "package-demoted", packageDemoted),
    of("DepPromoted", "dep-promoted", depPromoted),
  ]);
}

/** What a type may be called. */
export const typeName = z
  .string()
  .max(255)
  .regex(/^[a-z][a-z0-9-]*$/, "must be a-z, 0-9 and -, and begin with a letter");

const proposedTypes = [
  "job-scheduled",
  "job-started",
  "job-finished",
  "package-uploaded",
  "package-promoted",
  "package-demoted",
  "dep-promoted",
];
const otherType = z
  .string()
  .max(255)
  .regex(
    new RegExp(`^(?!(?:${proposedTypes.join("|")})$)[a-z][a-z0-9-]*$`),
    "must be a-z, 0-9 and -, and begin with a letter",
  );

/** Any other type; pages show `title`, `message` and `url` of its data when they are there. */
function further<C extends z.ZodRawShape>(common: C) {
  return z.strictObject({
    ...common,
    type: otherType,
    data: z
      .record(z.string(), z.unknown(), "must be an object")
      .describe("Any JSON object of at most 16 KiB; `title`, `message` and `url` are shown where they are texts"),
  });
}

const timestamp = z
  .int("must be whole milliseconds since 1970")
  .min(0)
  .max(253_402_300_799_999, "must be before the year 10000");

const published = {
  id: z.number().int().positive(),
  timestamp: timestamp.describe("ms since 1970; when it happened, for display"),
  category,
  origin: originName,
  read: z.boolean(),
  kept: z.literal(true).optional().describe("Only there for one that no clear takes"),
};

/** A notification as it is read. */
export const notification = z
  .union([
    proposed(published, "").meta({ id: "KnownNotification", discriminated: "type" }),
    further(published).meta({ id: "OtherNotification" }),
  ])
  .meta({
    id: "Notification",
    description: "One of the seven types, each with its data, or any other with an object as data",
  });
export type Notification = z.output<ReturnType<typeof further<typeof published>>>;

/** Each person may be chosen once; all copies share one id. */
const to = z
  .strictObject({
    users: z
      .array(z.string().min(1).check(atMost(255)), "must be a list of usernames")
      .min(1, "must name somebody")
      .max(1000, "must be at most 1000"),
  })
  .meta({ id: "Addressees" });

const unpublished = {
  id: z.unknown().optional().describe("Ignored: ids are given out on arrival"),
  read: z.unknown().optional().describe("Ignored"),
  kept: z.unknown().optional().describe("Ignored"),
  timestamp: timestamp.optional(),
  category: category.optional(),
  origin: originName,
  to: to.optional().describe("These people alone, instead of the origin's members"),
};

/** A notification to publish, checked. */
export interface NewNotification {
  type: string;
  category?: Category | undefined;
  origin: string;
  data: Record<string, unknown>;
  timestamp?: number | undefined;
  to?: { users: string[] } | undefined;
}

const largestDataBytes = 16 * 1024;

function checkStorable(given: NewNotification, ctx: z.RefinementCtx): void {
  const fault = jsonFault(given);
  if (fault) ctx.addIssue({ code: "custom", ...fault });
  else if (isLarger(JSON.stringify(given.data)))
    ctx.addIssue({ code: "custom", path: ["data"], message: "is larger than 16 KiB" });
}

/** No unit of UTF-16 takes more than three bytes in UTF-8: most texts need not be translated to know. */
const isLarger = (text: string): boolean =>
  text.length * 3 > largestDataBytes && new TextEncoder().encode(text).byteLength > largestDataBytes;

const newProposed = proposed(unpublished, "New").meta({ id: "NewKnownNotification", discriminated: "type" });
const newFurther = further(unpublished).meta({ id: "NewOtherNotification" });
const checkedProposed = newProposed.superRefine(checkStorable);
const checkedFurther = newFurther.superRefine(checkStorable);

/** What is wrong with a field, in words that follow its path. */
const words: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "invalid_type")
    return issue.input === undefined ? "is missing" : `must be of the type ${issue.expected}`;
  return issue.code === "unrecognized_keys" ? `has no field ${issue.keys.join(", ")}` : undefined;
};

/** Checks with the one schema that the value itself points at, so that an error names a field and not a whole union. */
function pointedAt<T>(schemaOf: (given: unknown) => z.ZodType<T>): z.ZodType<T> {
  return z.unknown().transform((given, ctx) => {
    const parsed = schemaOf(given).safeParse(given, { error: words });
    if (parsed.success) return parsed.data;
    for (const { path, code, message } of parsed.error.issues) {
      const whole = path.length === 0 && code === "invalid_type";
      ctx.addIssue({ code: "custom", path, message: whole ? "must be a notification, an object" : message });
    }
    return z.NEVER;
  });
}

/** Whether a type is one of the proposal's, whose data is checked to the letter. */
export const isProposedType = (type: unknown): boolean => (proposedTypes as unknown[]).includes(type);

const typeOf = (given: unknown) =>
  typeof given === "object" && given !== null && "type" in given ? given.type : undefined;
const newNotification = pointedAt<NewNotification>((given) =>
  isProposedType(typeOf(given)) ? checkedProposed : checkedFurther,
);
const newNotifications = z.array(newNotification).max(500, "holds more than 500 notifications");
const documented = z.union([newProposed, newFurther]).meta({ id: "NewNotification" });

/** The body of `POST /notifications`: one, or an array of at most 500. Its JSON Schema is made of `documented`. */
export const publishInput = pointedAt<NewNotification | NewNotification[]>((given) =>
  Array.isArray(given) ? newNotifications : newNotification,
).meta({ documented: z.union([documented, z.array(documented).max(500)]) });

/** The category of one that was published without. */
export function defaultCategory({ type, data }: Pick<NewNotification, "type" | "data">): Category {
  if (type === "job-finished") return data["status"] === "Failed" ? "error" : "success";
  return type === "package-demoted" ? "warning" : "info";
}
