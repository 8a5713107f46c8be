import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Ctx } from "#lib/ctx.ts";
import { writeAsOf, type Vector } from "./as-of.ts";
import { mine } from "./mine.ts";

/** The state an answer was made of, as a listing reads it along with its items. */
export interface InboxState {
  version: number;
  /** Rising by feed. */
  feeds: [id: number, head: number, floor: number, low: number][] | null;
}

/** Columns of {@link InboxState}, for a statement that has `mine` at hand. */
export const stateColumns = (personId: number) => sql`
  (select inbox_version from person where id = ${personId}) as version,
  (select json_agg(json_build_array(id, head, floor, low) order by id) from mine) as feeds`;

/** Changes whenever what the person's inbox shows may have: an arrival, a purge, or something they did. */
export function fingerprintOf(personId: number, { version, feeds }: InboxState): string {
  return createHash("sha256").update(JSON.stringify([personId, version, feeds])).digest("base64url").slice(0, 27);
}

/** The As-Of token of a listing that saw this state. A feed with nothing left to clear needs no place in it. */
export function asOfOf({ feeds }: InboxState): string {
  const vector: Vector = (feeds ?? []).filter(([, head, , low]) => head > low).map(([id, head]) => [id, head]);
  return writeAsOf(vector);
}

/** The fingerprint now, of the whole inbox or one origin: one look-up a feed, and nothing of what lies in them. */
export async function fingerprint({ db, actor }: Pick<Ctx, "db" | "actor">, origin?: string): Promise<string> {
  const [state] = await db.execute<InboxState & Record<string, unknown>>(sql`
    with mine as (${mine(actor.personId, origin)}) select ${stateColumns(actor.personId)}`);
  if (!state) throw new Error("a select without a table gave no row");
  return fingerprintOf(actor.personId, state);
}
