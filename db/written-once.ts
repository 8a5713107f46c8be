import { is, Placeholder, sql, type SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Db } from "./client.ts";

const dialect = new PgDialect();

/** What statements run on, of a pool and of a transaction alike: `db/executor.ts` makes both. */
interface Asked {
  client: { unsafe: (text: string, parameters: unknown[]) => PromiseLike<unknown> };
}

/**
 * A statement that is asked often: its text is put together once, and no query builder is on its way. Both, and the driver's search
 * for a text that is new each time, took a quarter of a millisecond for a long one.
 * @param write the statement, given where each value stands
 * @returns asks it on a pool or a transaction, with values as the driver takes them, and gives its rows
 */
export function writtenOnce<V extends Record<string, unknown>, R>(
  write: (value: (name: keyof V & string) => SQL) => SQL,
): (db: Db, values: V) => Promise<R[]> {
  let written: { text: string; parameters: unknown[] } | undefined;
  return async (db, values) => {
    if (!written) {
      const { sql: text, params } = dialect.sqlToQuery(write((name) => sql`${sql.placeholder(name)}`));
      written = { text, parameters: params };
    }
    const { client } = db._.session as unknown as Asked;
    const own = written.parameters.map((each) => (is(each, Placeholder) ? values[each.name] : each));
    return (await client.unsafe(written.text, own)) as R[];
  };
}
