import type { ListPlace } from "#components/admin/list-address.ts";

/** Rows of a long list that are shown at once. */
export const pageSize = 50;

type SearchParams = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

/** Which part of a list an address asks for. What is not right in it counts as left out. */
export function listPlace({ find, page }: SearchParams): ListPlace {
  const number = Number(one(page));
  return {
    find: one(find).trim().slice(0, 254),
    page: Number.isSafeInteger(number) && number >= 1 && number <= 1_000_000 ? number : 1,
  };
}

/** What of a list its verb has to read for that. */
export function partAt({ find, page }: ListPlace): { find: string; offset: number; limit: number } {
  return { find, offset: (page - 1) * pageSize, limit: pageSize };
}
