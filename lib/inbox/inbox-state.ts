import { createHash } from "node:crypto";
import { sql, type SQL } from "drizzle-orm";
import { writeAsOf, type Vector } from "./as-of.ts";

/** The state an answer was made of, as a listing reads it along with its items. */
export interface InboxState {
  version: number;
  /** Rising by feed. */
  feeds: [id: number, head: number, floor: number, base: number][] | null;
}

/** Columns of {@link InboxState}, for a statement that has `mine` at hand. */
export const stateColumns = (personId: number | SQL) => sql`
  (select inbox_version from person where id = ${personId}) as version,
  (select json_agg(json_build_array(id, head, floor, base) order by id) from mine) as feeds`;

/**
 * Changes whenever what the person's inbox shows may have: an arrival, a purge, or something they did, which their
 * version counts. All of it only rises, so two that are equal were made of the same.
 */
export function fingerprintOf(
  personId: number,
  version: number,
  feeds: readonly (readonly [id: number, head: number, floor: number])[],
): string {
  return createHash("sha256")
    .update(JSON.stringify([personId, version, feeds]))
    .digest("base64url")
    .slice(0, 27);
}

/** The fingerprint of the very state that a listing was read from. */
export const fingerprintOfState = (personId: number, { version, feeds }: InboxState): string =>
  fingerprintOf(
    personId,
    version,
    (feeds ?? []).map(([id, head, floor]) => [id, head, floor]),
  );

/** The As-Of token of a listing that saw this state. A feed of which the person can't ever see anything needs no place in it. */
export function asOfOf({ feeds }: InboxState): string {
  const vector: Vector = (feeds ?? []).filter(([, head, , base]) => head > base).map(([id, head]) => [id, head]);
  return writeAsOf(vector);
}
