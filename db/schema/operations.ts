import { pgTable, text, timestamp } from "drizzle-orm/pg-core";

const at = (name: string) => timestamp(name, { withTimezone: true });

/** The processes that work on this database, by their heartbeats: they share what the hub can do for them. */
export const instance = pgTable("instance", {
  id: text("id").primaryKey(),
  seenAt: at("seen_at").notNull().defaultNow(),
});
