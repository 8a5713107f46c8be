import { z } from "zod";
import { FINAL_OUTCOMES } from "./outcome.ts";
import { variant } from "./schema.ts";

const count = z.number().int().nonnegative();
const iso = z.iso.datetime();

export const states = ["scheduled", "running", "waiting", "finished", "cancelled", "failed"] as const;
/** Those that nothing follows: nothing can be taken back any more. */
export const endedStates = states.slice(3);
/** Where a broadcast stands; `waiting`: done for now, still valid for labs that start later. */
export const state = z.enum(states).meta({ id: "BroadcastState" });

/** Outcomes as people see them: what is being sent right now still counts as queued. */
export const shownOutcomes = [...FINAL_OUTCOMES, "queued"] as const;
const outcome = z.enum(shownOutcomes).meta({ id: "Outcome" });

/** What came of one server. */
export const detail = z
  .strictObject({
    username: z.string(),
    server: z.string().describe("A server's name; empty for a person's default server"),
    status: z
      .enum(["success", "failed", "pending"])
      .describe("pending: not answered yet; only while the broadcast runs"),
    outcome,
    error: z.string().optional(),
    reason: z.string().optional().describe("Of one that failed: what really happened, as `ENOTFOUND jupyterlab-ann`"),
    address: z.string().optional().describe("Of one that failed: where it was tried"),
    durationMs: count
      .nullable()
      .describe(
        "From the start of its own request; null when none went out: no token, no address, no connection, or taken back",
      ),
  })
  .meta({ id: "BroadcastDetail" });

export type Detail = z.infer<typeof detail>;

const seriesId = z.number().int().nullable().describe("The series that it is one of, if it is");

/** A broadcast and what came of it so far, as the API answers. */
export const broadcastDocument = z
  .strictObject({
    id: z.number().int(),
    state,
    total: count,
    successful: count,
    failed: count,
    message: z.string().optional().describe("Said when there was no server to ring"),
    hint: z.string().optional().describe("When all servers failed alike: which setting or scope to look at"),
    error: z.string().optional().describe("Why it failed, or what it is waiting for"),
    warning: z.string().optional().describe("What may have gone wrong with the hub's list of servers"),
    unknown: z
      .array(z.string())
      .optional()
      .describe("Of `recipients` and `except`, what the hub doesn't know: no such user, or nobody in that group"),
    stillToCome: count
      .nullable()
      .describe("While it waits: people who have had no lab running since it was sent; else null"),
    durationMs: count
      .nullable()
      .describe(
        "How long the labs were rung, from the send to the last answer; what lay between that and a retry, or a lab that started later, does not count. Null until it is done",
      ),
    outcomes: z.partialRecord(z.enum(shownOutcomes), count).describe("How many servers had which outcome"),
    broadcast: z
      .strictObject({
        message: z.string(),
        type: variant,
        autoClose: z.union([z.literal(false), count]).describe("Milliseconds, or false: until dismissed"),
        immediate: z.boolean(),
        recipients: z
          .array(z.string())
          .nullable()
          .describe("Chosen people and groups (`group:NAME`), as they were asked for; null: everyone"),
        except: z.array(z.string()).nullable().describe("Who of them gets nothing, as it was asked for"),
        sender: z.string(),
        sentISO: iso,
        finishedISO: iso.nullable(),
        sendAtISO: iso.nullable(),
        validUntilISO: iso.nullable(),
        series: seriesId,
        validFor: count.nullable().describe("Seconds after the send during which labs that start get it too"),
      })
      .meta({ id: "BroadcastContent" }),
    details: z.array(detail).optional(),
  })
  .meta({ id: "Broadcast" });

export type BroadcastDocument = z.infer<typeof broadcastDocument>;

/** A message kept for the next time. */
export const savedMessage = z
  .strictObject({
    id: z.number().int(),
    message: z.string(),
    type: variant,
    variables: z
      .array(z.string())
      .describe(
        "What is to be filled in before it is sent: `time` where the message holds `{time}`; each once, in order",
      ),
    autoClose: z.union([z.literal(false), count]),
    lastUsedISO: iso.nullable(),
  })
  .meta({ id: "SavedMessage" });

export type SavedMessage = z.infer<typeof savedMessage>;

/** One broadcast in the history. */
export const sentBroadcast = z
  .strictObject({
    id: z.number().int(),
    message: z.string(),
    type: variant,
    state,
    sentISO: iso,
    delivered: count,
    total: count,
    sender: z.string(),
    series: seriesId,
  })
  .meta({ id: "SentBroadcast" });

export type SentBroadcast = z.infer<typeof sentBroadcast>;

/** Broadcasts that were written as one. */
export const seriesDocument = z
  .strictObject({
    id: z.number().int(),
    kind: z.enum(["countdown", "weekly"]),
    message: z.string().describe("As it was written, with `{in}` in a countdown"),
    broadcasts: z
      .array(
        z
          .strictObject({ id: z.number().int(), state, message: z.string(), sendAtISO: iso.nullable() })
          .meta({ id: "SeriesBroadcast" }),
      )
      .describe("The first one first; those that retention has taken are gone"),
  })
  .meta({ id: "Series" });

export type SeriesDocument = z.infer<typeof seriesDocument>;
