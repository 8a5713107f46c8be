import { bigint, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { AuditVia } from "#lib/audit/schema.ts";
import { at, id } from "./columns.ts";
import { person } from "./people.ts";

/** The processes that work on this database, by their heartbeats: they share what the hub can do for them. */
export const instance = pgTable("instance", {
  id: text("id").primaryKey(),
  seenAt: at("seen_at").notNull().defaultNow(),
});

/**
 * Who did what to whom, written in the transaction that did it. Names stand here as they were then; no entry is ever
 * changed, and none holds a secret.
 */
export const audit = pgTable(
  "audit",
  {
    id: id(),
    at: at("at").notNull().defaultNow(),
    actorId: bigint("actor_id", { mode: "number" }).references(() => person.id, { onDelete: "set null" }),
    actor: text("actor").notNull(),
    via: text("via").$type<AuditVia>().notNull(),
    act: text("act").notNull(),
    subject: text("subject"),
    detail: jsonb("detail").$type<Record<string, string | number | boolean | string[]>>().notNull(),
  },
  (t) => [index("audit_at").on(t.at), index("audit_act").on(t.act, t.id)],
);
