import { sql } from "drizzle-orm";
import { bigint, boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, id, words } from "./columns.ts";
import { person } from "./people.ts";

const personId = () =>
  bigint("person_id", { mode: "number" })
    .notNull()
    .references(() => person.id, { onDelete: "cascade" });
const feedId = () =>
  bigint("feed_id", { mode: "number" })
    .notNull()
    .references(() => feed.id, { onDelete: "cascade" });

/**
 * One line of notifications: an audience (`everyone`, `origin:core`, `user:PROVIDER:SUBJECT`) and an origin.
 * `head` is the last sequence number given out, `floor` the last one purged.
 */
export const feed = pgTable(
  "feed",
  {
    id: id(),
    audience: text("audience").notNull(),
    origin: text("origin").notNull(),
    head: bigint("head", { mode: "number" }).notNull().default(0),
    floor: bigint("floor", { mode: "number" }).notNull().default(0),
  },
  (t) => [uniqueIndex("feed_audience_origin").on(t.audience, t.origin), index("feed_origin").on(t.origin)],
);

/**
 * Stored once for an audience of any size, and once for each chosen person; those copies share their `id`, the public
 * number. `seq` is dense within its feed. No foreign key: see {@link receipt}.
 */
export const notification = pgTable(
  "notification",
  {
    feedId: bigint("feed_id", { mode: "number" }).notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    id: bigint("id", { mode: "number" }).notNull().generatedAlwaysAsIdentity({ cache: 1 }),
    type: text("type").notNull(),
    category: text("category", { enum: ["info", "success", "warning", "error"] }).notNull(),
    data: jsonb("data").notNull(),
    /** When it happened, by the publisher's word; for display alone. */
    shownAt: at("shown_at").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Null until somebody has gone through what was stored before there were words. */
    words: words("words"),
  },
  (t) => [
    primaryKey({ columns: [t.feedId, t.seq] }),
    // A short list of what is not sorted in yet: each search goes through it.
    index("notification_words").using("gin", t.words).with({ fastupdate: true, gin_pending_list_limit: 256 }),
    index("notification_wordless")
      .on(t.feedId, t.seq)
      .where(sql`${t.words} is null`),
    uniqueIndex("notification_id").on(t.id, t.feedId),
    index("notification_category").on(t.feedId, t.category, t.seq),
    index("notification_type").on(t.feedId, t.type, t.seq),
  ],
);

/** Watermarks of one person in one feed: at or below is before their time, cleared, read. No row: all 0. */
export const cursor = pgTable(
  "cursor",
  {
    personId: personId(),
    feedId: feedId(),
    joined: bigint("joined", { mode: "number" }).notNull().default(0),
    cleared: bigint("cleared", { mode: "number" }).notNull().default(0),
    read: bigint("read", { mode: "number" }).notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.personId, t.feedId] })],
);

/**
 * The exceptions to the watermarks: one row for each notification that somebody touched singly, or that a filter picked out.
 * `kept` is not null: it stands whatever the cleared line says, until dismissed; true: nothing dismisses it.
 *
 * Neither people nor feeds are ever deleted, so foreign keys would hold nothing; and a filter writes eighty thousand rows at once, each of
 * which took three times as long with them.
 */
export const receipt = pgTable(
  "receipt",
  {
    personId: bigint("person_id", { mode: "number" }).notNull(),
    feedId: bigint("feed_id", { mode: "number" }).notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    read: boolean("read"),
    dismissedAt: at("dismissed_at"),
    /** The clearing that dismissed it, which is forgotten sooner than this. */
    dismissedBy: bigint("dismissed_by", { mode: "number" }),
    kept: boolean("kept"),
    /** The marking of many, a row of `clearing`, that found it unread. */
    readBy: bigint("read_by", { mode: "number" }),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.feedId, t.seq] }),
    index("receipt_feed").on(t.feedId, t.seq),
    index("receipt_kept")
      .on(t.personId, t.feedId, t.seq)
      .where(sql`${t.kept} is not null`),
  ],
);

/**
 * What an undo puts back. `before` is `{feeds: [[feedId, cleared before, cleared after]…], receipt?: [feedId, seq],
 * picked?: [feedId…], taken?: count}`; what a filter picked has it as `dismissed_by`. A marking of many has
 * `read: [[feedId, read before, read after]…]`, and stands as `read_by` on what it found unread singly.
 */
export const clearing = pgTable(
  "clearing",
  {
    id: id(),
    personId: personId(),
    tokenHash: text("token_hash").notNull().unique(),
    before: jsonb("before").notNull(),
    undoneAt: at("undone_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("clearing_person").on(t.personId)],
);

/** An answer kept for a day, so that a repeated request with the same key gets it again. */
export const idempotency = pgTable(
  "idempotency",
  {
    personId: personId(),
    route: text("route").notNull(),
    key: text("key").notNull(),
    requestHash: text("request_hash").notNull(),
    /** What the first request resulted in; its answer is made of it again. */
    result: jsonb("result"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.route, t.key] }), index("idempotency_created").on(t.createdAt)],
);
