import { createHash } from "node:crypto";
import { sql, type SQL } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import type { Ctx } from "#lib/ctx.ts";
import { writeAsOf, type Vector } from "./as-of.ts";
import { batchPerDatabase } from "#lib/async/batch.ts";
import { mine } from "./mine.ts";

/** The state an answer was made of, as a listing reads it along with its items. */
export interface InboxState {
  version: number;
  /** Rising by feed. */
  feeds: [id: number, head: number, floor: number, low: number][] | null;
}

/** Columns of {@link InboxState}, for a statement that has `mine` at hand. */
export const stateColumns = (personId: number | SQL) => sql`
  (select inbox_version from person where id = ${personId}) as version,
  (select json_agg(json_build_array(id, head, floor, low) order by id) from mine) as feeds`;

/** Changes whenever what the person's inbox shows may have: an arrival, a purge, or something they did. */
export function fingerprintOf(personId: number, { version, feeds }: InboxState): string {
  return createHash("sha256")
    .update(JSON.stringify([personId, version, feeds]))
    .digest("base64url")
    .slice(0, 27);
}

/** The As-Of token of a listing that saw this state. A feed with nothing left to clear needs no place in it. */
export function asOfOf({ feeds }: InboxState): string {
  const vector: Vector = (feeds ?? []).filter(([, head, , low]) => head > low).map(([id, head]) => [id, head]);
  return writeAsOf(vector);
}

/**
 * The fingerprint now, of the whole inbox or one origin: one look-up a feed, and nothing of what lies in them. Who asks
 * at the same time asks in one statement.
 */
export function fingerprint({ db, actor }: Pick<Ctx, "db" | "actor">, origin?: string): Promise<string> {
  return fingerprints(db, { personId: actor.personId, origin });
}

const fingerprints = batchPerDatabase(async (db: Db, asked: { personId: number; origin: string | undefined }[]) => {
  const people = sql.param(asked.map(({ personId }) => personId));
  const origins = sql.param(asked.map(({ origin }) => origin ?? null));
  const states = await db.execute<InboxState & Record<string, unknown>>(sql`
    select s.* from unnest(${people}::bigint[], ${origins}::text[]) with ordinality as asked(person_id, origin, nth)
    cross join lateral (
      with mine as (${mine(sql`asked.person_id`, sql`coalesce(asked.origin, f.origin)`)}) select ${stateColumns(sql`asked.person_id`)}
    ) as s order by asked.nth`);
  return asked.map(({ personId }, nth) => fingerprintOf(personId, states[nth] as InboxState));
});
