import { sql, type SQL } from "drizzle-orm";

/** Which part of a long list by name is wanted. */
export interface Part {
  /** A part of the name, whatever its case. */
  find?: string;
  /** The name that the part before ended with: the next one costs no more, however far down it is. */
  after?: string | undefined;
  offset?: number;
  limit?: number;
}

/** Rows of a part, unless its reader asks for fewer. */
export const largestPart = 1000;

/** Whether a name is in the part, as a condition. */
export function inPart(name: SQL, { find = "", after = "" }: Part): SQL {
  return sql`${name} > ${after} and position(lower(${find}) in lower(${name})) > 0`;
}

/** How many rows, and from which: the end of a statement. */
export function cutOut({ offset = 0, limit = largestPart }: Part): SQL {
  return sql`offset ${offset} limit ${limit}`;
}
