import { sql, type SQL } from "drizzle-orm";

/** Which page of a long list by name is wanted. */
export interface Page {
  /** A part of the name, whatever its case. */
  find?: string;
  /** The name that the page before ended with: the next one costs no more, however far down it is. */
  after?: string | undefined;
  offset?: number;
  limit?: number;
}

/** Rows of a page, unless its reader asks for fewer. */
export const largestPage = 1000;

/** Whether a name may be on the page, as a condition. */
export function onPage(name: SQL, { find = "", after = "" }: Page): SQL {
  return sql`${name} > ${after} and position(lower(${find}) in lower(${name})) > 0`;
}

/** How many rows, and from which: the end of a statement. */
export function cutToPage({ offset = 0, limit = largestPage }: Page): SQL {
  return sql`offset ${offset} limit ${limit}`;
}
