import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Category } from "#lib/inbox/schema.ts";
import type { Fate, InletKind, InletMap } from "#lib/inlets/schema.ts";
import type { ByOrigin, Digest, DigestAt, OutletCall, OutletKind, OutletShape, Quiet } from "#lib/outlets/schema.ts";
import { at, id } from "./columns.ts";
import { feed } from "./inbox.ts";
import { origin, person } from "./people.ts";

/** An address at which a person's inbox can be read as Atom by whoever has it: only the SHA-256 of its secret is kept. */
export const atomFeed = pgTable(
  "atom_feed",
  {
    id: id(),
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => person.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    hash: text("hash").notNull().unique(),
    lastReadAt: at("last_read_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("atom_feed_person").on(t.personId)],
);

/**
 * An address to which others send what becomes notifications of an origin. Of its secret the SHA-256 is kept; where a
 * signature has to be computed with it, the secret itself, sealed.
 */
export const inlet = pgTable(
  "inlet",
  {
    id: id(),
    origin: text("origin")
      .notNull()
      .references(() => origin.name, { onDelete: "cascade" }),
    kind: text("kind").$type<InletKind>().notNull(),
    name: text("name").notNull(),
    map: jsonb("map").$type<InletMap>(),
    secretHash: text("secret_hash"),
    secretSealed: text("secret_sealed"),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [index("inlet_origin").on(t.origin)],
);

/** What came to an inlet, and what became of it. `key` tells a delivery that comes again from any other. */
export const inletCall = pgTable(
  "inlet_call",
  {
    id: id(),
    inletId: bigint("inlet_id", { mode: "number" })
      .notNull()
      .references(() => inlet.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    event: text("event"),
    fate: text("fate").$type<Fate>().notNull(),
    reason: text("reason"),
    ids: jsonb("ids").$type<number[]>().notNull(),
    at: at("at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("inlet_call_key").on(t.inletId, t.key), index("inlet_call_recent").on(t.inletId, t.id)],
);

/**
 * Where a person's notifications are sent beside their inbox, or what an origin tells its members. Address and secret are sealed under `AUTH_SECRET`: both have to be
 * read again, and either lets its holder write there. `host` is what its owner knows it by.
 */
export const outlet = pgTable(
  "outlet",
  {
    id: id(),
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => person.id, { onDelete: "cascade" }),
    /** For which origin it stands; null: for whoever made it. */
    origin: text("origin").references(() => origin.name, { onDelete: "cascade" }),
    kind: text("kind").$type<OutletKind>().notNull(),
    host: text("host").notNull(),
    urlSealed: text("url_sealed").notNull(),
    /** Where what is sent is signed. */
    secretSealed: text("secret_sealed"),
    /** False until whoever reads the mails there said that they want them. */
    confirmed: boolean("confirmed").notNull().default(true),
    shape: text("shape").$type<OutletShape>(),
    /** Null: no filter. */
    origins: text("origins").array(),
    least: text("least").$type<Category>(),
    types: text("types").array(),
    /** What of an origin in place of `least`; null: of each alike. */
    byOrigin: jsonb("by_origin").$type<ByOrigin>(),
    quiet: jsonb("quiet").$type<Quiet>(),
    /** Null: at once. */
    digest: text("digest").$type<Digest>(),
    digestAt: jsonb("digest_at").$type<DigestAt>(),
    sent: bigint("sent", { mode: "number" }).notNull().default(0),
    lastSentAt: at("last_sent_at"),
    failures: integer("failures").notNull().default(0),
    failingSince: at("failing_since"),
    reason: text("reason"),
    nextTryAt: at("next_try_at"),
    /** The last ten, newest first. */
    calls: jsonb("calls").$type<OutletCall[]>().notNull().default([]),
    restingSince: at("resting_since"),
    /** Who sends to it at the moment, and until when nobody else may. */
    leaseOwner: text("lease_owner"),
    leaseUntil: at("lease_until"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    index("outlet_person").on(t.personId),
    index("outlet_origin")
      .on(t.origin)
      .where(sql`origin is not null`),
    index("outlet_paused")
      .on(t.nextTryAt)
      .where(sql`next_try_at is not null`),
  ],
);

/** How far an outlet has come in each feed of its person's. */
export const outletCursor = pgTable(
  "outlet_cursor",
  {
    outletId: bigint("outlet_id", { mode: "number" })
      .notNull()
      .references(() => outlet.id, { onDelete: "cascade" }),
    feedId: bigint("feed_id", { mode: "number" })
      .notNull()
      .references(() => feed.id, { onDelete: "cascade" }),
    seq: bigint("seq", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.outletId, t.feedId] }), index("outlet_cursor_feed").on(t.feedId)],
);
