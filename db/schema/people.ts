import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  jsonb,
} from "drizzle-orm/pg-core";
import { at, id } from "./columns.ts";

/** A person is (provider, subject); `username` is unique over all providers and never taken over. */
export const person = pgTable(
  "person",
  {
    id: id(),
    provider: text("provider").notNull(),
    subject: text("subject").notNull(),
    username: text("username").notNull().unique(),
    role: text("role", { enum: ["admin", "member"] })
      .notNull()
      .default("member"),
    passwordHash: text("password_hash"),
    /** Raised when the role changes or the account is disabled: sessions made before it end. */
    sessionVersion: integer("session_version").notNull().default(1),
    /** Raised by whatever changes what the person's inbox shows except an arrival: half of its ETag. */
    inboxVersion: bigint("inbox_version", { mode: "number" }).notNull().default(0),
    disabledAt: at("disabled_at"),
    /** Made a member here: they stay one, although the hub has them as an admin. */
    demotedAt: at("demoted_at"),
    /** The hub no longer knew them then; their next sign-in through it ends that. */
    goneAt: at("gone_at"),
    /** Until when nothing is sent to any of their outlets. */
    outletsMutedUntil: at("outlets_muted_until"),
    /** Here before names had to differ in more than their looks: its own looks like an older account's. */
    lookalike: boolean("lookalike").notNull().default(false),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("person_provider_subject").on(t.provider, t.subject),
    // Case, width and letters of other scripts make no other name; the function is made in the migration.
    uniqueIndex("person_looks")
      .on(sql`looks_like(${t.username})`)
      .where(sql`not ${t.lookalike}`),
  ],
);

/** Where somebody has signed in from: guesses from elsewhere can't keep them out there. */
export const signInPlace = pgTable(
  "sign_in_place",
  {
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => person.id, { onDelete: "cascade" }),
    network: text("network").notNull(),
    seenAt: at("seen_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.network] })],
);

/** Sessions that were signed out of, until their cookies, of which there may be copies, would have expired. */
export const endedSession = pgTable("ended_session", {
  id: text("id").primaryKey(),
  expiresAt: at("expires_at").notNull(),
});

/** An origin that somebody registered; publishing to any other is refused. */
export const origin = pgTable("origin", {
  name: text("name").primaryKey(),
  /** What stands with its notifications: a name, and an address with placeholders (lib/origins/links.ts). */
  links: jsonb("links").$type<Record<string, string>>().notNull().default({}),
  createdBy: bigint("created_by", { mode: "number" }).references(() => person.id, { onDelete: "set null" }),
  createdAt: at("created_at").notNull().defaultNow(),
});

/**
 * Who belongs to an origin. One row a source, so that a group of a provider that ends takes only its own away. The origin need not
 * be registered yet: a group may come first.
 */
export const membership = pgTable(
  "membership",
  {
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => person.id, { onDelete: "cascade" }),
    origin: text("origin").notNull(),
    source: text("source", { enum: ["admin", "hub", "oidc"] }).notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.origin, t.source] }),
    index("membership_origin").on(t.origin, t.personId),
  ],
);

/** Who becomes a member of an origin with the account that they do not have yet, by its name: an admin said so. */
export const awaitedMember = pgTable(
  "awaited_member",
  {
    origin: text("origin")
      .notNull()
      .references(() => origin.name, { onDelete: "cascade" }),
    username: text("username").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.origin, t.username] }), index("awaited_member_username").on(t.username)],
);

/** Origins a person folded away on the pages; the REST answers do not change. */
export const mutedOrigin = pgTable(
  "muted_origin",
  {
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => person.id, { onDelete: "cascade" }),
    origin: text("origin").notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.origin] })],
);

/** A token of ours: only its SHA-256 is kept; `prefix` is what lists show. `fixed` is the one from `ADMIN_TOKEN`. */
export const apiToken = pgTable(
  "api_token",
  {
    id: id(),
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => person.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    hash: text("hash").notNull().unique(),
    prefix: text("prefix").notNull(),
    scopes: text("scopes").array().notNull(),
    fixed: boolean("fixed").notNull().default(false),
    expiresAt: at("expires_at"),
    lastUsedAt: at("last_used_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("api_token_person").on(t.personId)],
);

/**
 * What counts against limits, one row a key for all instances. Three lists side by side: so many (`count`) were used by then
 * (`at`, seconds since 1970) or, where it is the `block` of an instance and not empty, may be until then.
 */
export const quota = pgTable("quota", {
  key: text("key").primaryKey(),
  at: doublePrecision("at").array().notNull(),
  count: integer("count").array().notNull(),
  block: text("block").array().notNull(),
});

/** Where versions before {@link quota} count; it stays while such an instance may still run. */
export const rate = pgTable(
  "rate",
  {
    key: text("key").notNull(),
    windowStart: at("window_start").notNull(),
    count: integer("count").notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.windowStart] }), index("rate_window").on(t.windowStart)],
);
