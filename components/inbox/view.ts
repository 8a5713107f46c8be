import type { Category } from "#lib/inbox/schema.ts";
import { originPattern } from "#lib/origin-pattern.ts";
import type { Filter } from "./queries.ts";

/** Which part of the inbox is shown. It stands in the address, so it can be kept and comes back with the browser's own button. */
export interface View extends Filter {
  /** Left out: all that are not muted. */
  origin: string | undefined;
}

export const categoryWords = { info: "Info", success: "Success", warning: "Warning", error: "Error" } satisfies Record<
  Category,
  string
>;

export const isCategory = (text: string | null): text is Category =>
  text !== null && Object.hasOwn(categoryWords, text);

/** The view that an address asks for; what it asks for in error is left out. */
export function viewOf(params: Pick<URLSearchParams, "get">): View {
  const category = params.get("category");
  const origin = params.get("origin");
  return {
    origin: origin !== null && originPattern.test(origin) ? origin : undefined,
    unread: params.get("unread") === "1",
    category: isCategory(category) ? category : undefined,
  };
}

/** The query of a view's address, with its `?`; empty for everything. */
export function queryOf({ origin, unread, category }: View): string {
  const query = new URLSearchParams({
    ...(origin !== undefined && { origin }),
    ...(unread && { unread: "1" }),
    ...(category && { category }),
  });
  return query.size > 0 ? `?${query}` : "";
}

export const isFiltered = ({ unread, category }: Filter): boolean => unread || category !== undefined;
