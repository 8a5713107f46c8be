import { readAsOf, writeAsOf, type Vector } from "#lib/inbox/as-of.ts";
import { BelfryError } from "#lib/errors.ts";

/** How far somebody has come: in each feed, and in what they did to their inbox themselves (`inboxVersion`). */
export interface Position {
  heads: ReadonlyMap<number, number>;
  /** Left out: what they did before is not asked about. */
  version: number | undefined;
}

/**
 * The `id` of an event: an As-Of token, a dot, the version. Feeds commit in any order, but each in its own.
 * @see docs/decisions/0005-position-of-a-stream.md
 */
export const positionAt = (asOf: string, version: number): string => `${asOf}.${version}`;

/** As {@link positionAt}, of a vector that was not written yet. */
export const writePosition = (vector: Vector, version: number): string => positionAt(writeAsOf(vector), version);

/**
 * Reads an event's `id`, or the `As-Of` token of a listing.
 * @returns nothing when it is neither
 */
export function readPosition(text: string): Position | undefined {
  const [, asOf, version] = /^([\w-]+)(?:\.(\d{1,16}))?$/.exec(text) ?? [];
  if (asOf === undefined) return undefined;
  try {
    return { heads: new Map(readAsOf(asOf)), version: version === undefined ? undefined : Number(version) };
  } catch (error) {
    if (error instanceof BelfryError) return undefined;
    throw error;
  }
}
