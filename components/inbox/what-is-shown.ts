import type { Category } from "#lib/inbox/schema.ts";
import { isFiltered, type View } from "./view.ts";
import { grouped } from "#lib/grouped.ts";

const ofCategory: Record<Category, [one: string, many: string]> = {
  info: ["info", "infos"],
  success: ["success", "successes"],
  warning: ["warning", "warnings"],
  error: ["error", "errors"],
};

/**
 * What a view shows, in the words of a button that does something to it: `3 errors`, `31 in core`, `4 found`.
 * @param count left out where nobody has counted: `all errors`
 */
export function whatIsShown(view: View, count: number | undefined): string {
  const { origin, unread, category, type, q } = view;
  const number = count === undefined ? "all" : grouped(count);
  const noun = category && ofCategory[category][count === 1 ? 0 : 1];
  const pieces =
    q !== "" || type !== undefined
      ? [number, "found"]
      : isFiltered(view)
        ? [number, unread && "unread", noun]
        : [count === undefined && origin !== undefined ? undefined : number];
  return [...pieces, origin !== undefined && (pieces[0] === undefined ? origin : `in ${origin}`)]
    .filter((piece) => typeof piece === "string")
    .join(" ");
}

/** What a button that clears what a view shows says. */
export const clearWords = (view: View, count: number | undefined): string =>
  view.origin === undefined && !isFiltered(view) ? "Clear all" : `Clear ${whatIsShown(view, count)}`;

/** What a button that marks what a view shows read says; that it is unread goes without saying. */
export const markWords = (view: View, count: number | undefined): string =>
  view.origin === undefined && !isFiltered(view)
    ? "Mark all read"
    : `Mark ${whatIsShown({ ...view, unread: false }, count)} read`;
