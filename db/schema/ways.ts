import { bigint, index, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { Fate, InletKind, InletMap } from "#lib/inlets/schema.ts";
import { at, id } from "./columns.ts";
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
