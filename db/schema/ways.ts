import { bigint, index, pgTable, text } from "drizzle-orm/pg-core";
import { at, id } from "./columns.ts";
import { person } from "./people.ts";

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
