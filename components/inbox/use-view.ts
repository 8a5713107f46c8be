"use client";

import { useSearchParams } from "next/navigation";
import { queryOf, viewOf, type View } from "./view.ts";

/** The view in the address, and a function that goes to another. */
export function useView(): [View, (change: Partial<View>) => void] {
  const view = viewOf(useSearchParams());
  return [
    view,
    (change) => window.history.pushState(null, "", queryOf({ ...view, ...change }) || window.location.pathname),
  ];
}
