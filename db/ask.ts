import type postgres from "postgres";
import { answered } from "./answered.ts";
import type { Pool } from "./pool.ts";

export type Row = Record<string, unknown>;

/** Such statements make a schema or tidy up, which may take longer than what somebody waits for. */
const answerWithinMs = 30_000;

/**
 * Asks a statement as it stands, for libraries that bring their own: not prepared, since their texts may be many.
 * Without values it may be several statements, also a whole transaction.
 * @param values lists, dates and plain values as such, other objects as JSON, nothing as null
 * @returns the rows of all of them
 */
export function ask(pool: Pool, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return pool.use(async (session) => {
    const within = <T>(answer: PromiseLike<T>) => answered(pool, session, answerWithinMs, answer);
    try {
      const rows = await within(session.client.unsafe(text, values.map(parameter)));
      // Of several statements the driver gives a list of lists.
      return rows.flat() as Row[];
    } catch (error) {
      // A transaction of theirs that failed half-way is open still; where none is, Postgres says no more than that.
      if (values.length === 0)
        await within(session.client`rollback`).catch((more: unknown) => session.destroy(more as Error));
      throw error;
    }
  });
}

function parameter(value: unknown): postgres.ParameterOrJSON<never> {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return JSON.stringify(value);
  return (value ?? null) as postgres.ParameterOrJSON<never>;
}
