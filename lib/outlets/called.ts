import { sql, type SQL } from "drizzle-orm";
import type { Posted } from "./post.ts";
import type { OutletCall } from "./schema.ts";

/** So many are kept of each outlet. */
const kept = 10;
const longestReason = 300;

/** An outlet's last calls with one more before them, for a statement that changes it. @param told how many notifications it told of; 0: a test */
export function called({ ok, status, reason }: Posted, told: number, at: Date): SQL<OutletCall[]> {
  const call: OutletCall = {
    at: at.toISOString(),
    ok,
    told,
    ...(status !== undefined && { status }),
    ...(!ok && { reason: (reason ?? "no answer").slice(0, longestReason).toWellFormed() }),
  };
  return sql`jsonb_path_query_array(${JSON.stringify([call])}::jsonb || calls, ${sql.raw(`'$[0 to ${kept - 1}]'`)})`;
}
