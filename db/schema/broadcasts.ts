import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Variant } from "#lib/broadcast/message.ts";
import { at, id } from "./columns.ts";
import { person } from "./people.ts";
import { outlet } from "./ways.ts";

/** Broadcasts that were written as one: reminders before a moment, or one that comes again each week. */
export const series = pgTable("series", {
  id: id(),
  kind: text("kind", { enum: ["countdown", "weekly"] }).notNull(),
  /** As it was written, with `{in}` in a countdown. */
  message: text("message").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** Still to come, running or waiting. By these very words Postgres knows that the index `broadcast_open` has all of them. */
export const isOpen = sql`state in ('scheduled', 'running', 'waiting')`;

/** One message to ring. `recipients` null: everyone. `autoCloseMs` null: until dismissed. */
export const broadcast = pgTable(
  "broadcast",
  {
    id: id(),
    message: text("message").notNull(),
    variant: text("variant").$type<Variant>().notNull(),
    autoCloseMs: integer("auto_close_ms"),
    immediate: boolean("immediate").notNull(),
    /** Hub usernames, once the hub was asked whom they stand for; until then as they were asked for. */
    recipients: text("recipients").array(),
    /** What was asked for in their place where that was something else: groups, or names that the hub doesn't know. */
    recipientsAsked: text("recipients_asked").array(),
    /** Who of them gets nothing, as it was asked for: usernames and groups. With it, what was asked for stands apart always. */
    recipientsExcept: text("recipients_except").array(),
    /** Of all these, what the hub doesn't know; null until it was asked. */
    recipientsUnknown: text("recipients_unknown").array(),
    state: text("state", { enum: ["scheduled", "running", "waiting", "finished", "cancelled", "failed"] }).notNull(),
    /** Why a failed one failed, for the admin. */
    error: text("error"),
    /** What may have gone wrong with the hub's list of servers, for the admin. */
    warning: text("warning"),
    senderId: bigint("sender_id", { mode: "number" }).references(() => person.id, { onDelete: "set null" }),
    sender: text("sender").notNull(),
    /** Of a toast in somebody's own labs: the outlet that asked for it. It is no admin's to see. */
    outletId: bigint("outlet_id", { mode: "number" }).references(() => outlet.id, { onDelete: "cascade" }),
    createdAt: at("created_at").notNull().defaultNow(),
    sendAt: at("send_at"),
    validForS: integer("valid_for_s"),
    /** When the hub's servers were listed and the deliveries inserted; null: still to do. */
    plannedAt: at("planned_at"),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
    /** How long it lay still between its start and its end: before a retry, and while it waited for labs that start later. */
    pausedMs: bigint("paused_ms", { mode: "number" }).notNull().default(0),
    validUntil: at("valid_until"),
    /** Until when somebody is at work on it; once this has passed, anybody may go on. */
    leaseUntil: at("lease_until"),
    /** How many people the hub knew when it was last asked for late starters; for the count of those still to come. */
    audienceSize: integer("audience_size"),
    seriesId: bigint("series_id", { mode: "number" }).references(() => series.id, { onDelete: "set null" }),
    /** Cleared from the history; inbox copies and a running delivery stay. */
    hiddenAt: at("hidden_at"),
  },
  (t) => [
    index("broadcast_created").on(t.createdAt),
    index("broadcast_outlet")
      .on(t.outletId, t.createdAt)
      .where(sql`outlet_id is not null`),
    index("broadcast_series")
      .on(t.seriesId)
      .where(sql`series_id is not null`),
    index("broadcast_open").on(t.id).where(isOpen),
  ],
);

/** One server to ring for one broadcast. A row is worked on by whoever holds its lease. */
export const delivery = pgTable(
  "delivery",
  {
    broadcastId: bigint("broadcast_id", { mode: "number" })
      .notNull()
      .references(() => broadcast.id, { onDelete: "cascade" }),
    username: text("username").notNull(),
    /** A server's name; empty for a person's default server. */
    server: text("server").notNull(),
    /** Where the hub lists it: a path such as `/user/alice/gpu/`, or a whole address. */
    baseUrl: text("base_url").notNull(),
    /** Its whole address, where the hub says it apart. */
    fullUrl: text("full_url"),
    /** When the server was started, in the hub's own writing: with another time it is another server. */
    labStarted: text("lab_started"),
    outcome: text("outcome").notNull().default("queued"),
    /** How many times it was to be made anew: by a retry, or for a lab that was started anew. */
    attempt: integer("attempt").notNull().default(0),
    httpStatus: integer("http_status"),
    durationMs: integer("duration_ms"),
    /** Of one that failed: what really happened, and where it was tried. */
    reason: text("reason"),
    address: text("address"),
    leaseOwner: text("lease_owner"),
    leaseUntil: at("lease_until"),
    finishedAt: at("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.broadcastId, t.username, t.server] }),
    index("delivery_outcome").on(t.broadcastId, t.outcome),
    index("delivery_open")
      .on(t.broadcastId)
      .where(sql`outcome in ('queued', 'sending')`),
  ],
);

/** A message kept for the next time; the page offers the one used last first. */
export const savedMessage = pgTable("saved_message", {
  id: id(),
  message: text("message").notNull(),
  variant: text("variant").$type<Variant>().notNull(),
  autoCloseMs: integer("auto_close_ms"),
  createdBy: bigint("created_by", { mode: "number" }).references(() => person.id, { onDelete: "set null" }),
  createdAt: at("created_at").notNull().defaultNow(),
  lastUsedAt: at("last_used_at"),
});
