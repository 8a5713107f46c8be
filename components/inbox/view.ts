import type { Category, Notification } from "#lib/inbox/schema.ts";
import { originPattern } from "#lib/origin-pattern.ts";

/** Which notifications of a list to show: all that fit each of these. */
export interface Filter {
  unread: boolean;
  category: Category | undefined;
  type: string | undefined;
  /** What is searched for; empty: nothing. */
  q: string;
}

/** Which part of the inbox is shown. It stands in the address, so it can be kept and comes back with the browser's own button. */
export interface View extends Filter {
  /** Left out: all that are not muted. */
  origin: string | undefined;
  /** What is kept, or was cleared, instead of what is there. */
  show: "kept" | "cleared" | undefined;
}

export const categoryWords = { info: "Info", success: "Success", warning: "Warning", error: "Error" } satisfies Record<
  Category,
  string
>;

export const isCategory = (text: string | null): text is Category =>
  text !== null && Object.hasOwn(categoryWords, text);

const typePattern = /^[a-z][a-z0-9-]{0,254}$/;
/** As the API takes it. */
const mostSearched = 200;

/** The view that an address asks for; what it asks for in error is left out. */
export function viewOf(params: Pick<URLSearchParams, "get">): View {
  const category = params.get("category");
  const type = params.get("type");
  const show = params.get("show");
  const origin = show === null ? params.get("origin") : null;
  return {
    origin: origin !== null && originPattern.test(origin) ? origin : undefined,
    show: show === "kept" || show === "cleared" ? show : undefined,
    unread: params.get("unread") === "1",
    category: isCategory(category) ? category : undefined,
    type: type !== null && typePattern.test(type) ? type : undefined,
    q: (params.get("q") ?? "").trim().slice(0, mostSearched),
  };
}

/** What of a view stands in its address. */
export const paramsOf = ({ origin, show, unread, category, type, q }: View): Record<string, string | undefined> => ({
  origin,
  show,
  unread: unread ? "1" : undefined,
  category,
  type,
  q: q || undefined,
});

/** The query of a view's address, with its `?`; empty for everything. */
export function queryOf(view: View): string {
  const given = Object.entries(paramsOf(view)).filter((each): each is [string, string] => each[1] !== undefined);
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}

/** A view without its filters. */
export const whole = ({ origin, show }: Pick<View, "origin" | "show">): View => ({
  origin,
  show,
  unread: false,
  category: undefined,
  type: undefined,
  q: "",
});

export const isFiltered = ({ unread, category, type, q }: Filter): boolean =>
  unread || category !== undefined || type !== undefined || q !== "";

/** Whether a view is simply all there is, of which each origin gives its share. */
export const isAll = (view: View): boolean => view.origin === undefined && view.show === undefined && !isFiltered(view);

/** Whether an arrival is to be listed, as far as a page can tell: what a search finds, the server alone knows. */
export const fits = (
  { unread, category, type }: Omit<Filter, "q">,
  { read, category: own, type: ownType }: Pick<Notification, "read" | "category" | "type">,
) => !(unread && read) && (category === undefined || category === own) && (type === undefined || type === ownType);

/** A filter as the API's query has it. */
export const filterParams = ({ unread, category, type, q }: Filter): Record<string, string> => ({
  ...(unread && { unread: "true" }),
  ...(category && { category }),
  ...(type !== undefined && { type }),
  ...(q !== "" && { q }),
});

/** Whether there is a word to search for; the API refuses one without. */
export const hasWord = (text: string): boolean => /[\p{L}\p{N}\p{M}]/u.test(text);
