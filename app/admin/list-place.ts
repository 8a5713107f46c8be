import type { ListPlace } from "#components/admin/list-address.ts";

/** Rows of a long list that are shown at once. */
export const pageSize = 50;

type SearchParams = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

/** Which part of a list an address asks for. What is not right in it counts as left out. */
export function listPlace({ find, page }: SearchParams): ListPlace {
  const number = Number(one(page));
  return { find: one(find).trim().slice(0, 254), page: Number.isSafeInteger(number) && number >= 1 && number <= 1_000_000 ? number : 1 };
}

/** The rows of one page of a list that is at hand whole, whose name holds what is looked for. */
export function partOf<T>(rows: readonly T[], nameOf: (row: T) => string, { find, page }: ListPlace): { rows: T[]; total: number } {
  const found = rows.filter((row) => nameOf(row).toLowerCase().includes(find.toLowerCase()));
  return { rows: found.slice((page - 1) * pageSize, page * pageSize), total: found.length };
}
