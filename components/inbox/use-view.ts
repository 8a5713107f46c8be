"use client";

import { useSearchParams } from "next/navigation";
import { queryOf, viewOf, type View } from "./view.ts";

/** The view in the address, and a function that goes to another. */
export function useView(): [View, (part: Partial<View>) => void] {
  const view = viewOf(useSearchParams());
  return [
    view,
    (part) => window.history.pushState(null, "", queryOf({ ...view, ...part }) || window.location.pathname),
  ];
}
