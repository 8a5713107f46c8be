import { bigint, customType, timestamp } from "drizzle-orm/pg-core";

/** A moment, with its zone. */
export const at = (name: string) => timestamp(name, { withTimezone: true });

/** A number that Postgres gives. */
export const id = () => bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity();

/** Words to be found by, each once, in no order. */
export const words = customType<{ data: string }>({ dataType: () => "tsvector" });
