"use client";

import { useAddressState } from "../ui/use-address-state.ts";
import { paramsOf, viewOf, type View } from "./view.ts";

/** The view in the address, and a function that goes to another. */
export function useView(): [View, (change: Partial<View>, options?: { replace?: boolean }) => void] {
  const [params, change] = useAddressState();
  return [
    viewOf(params),
    (changed, options) => {
      // Of the address as it is now: what was drawn may be older, where somebody types on after a click.
      const now = viewOf(new URLSearchParams(window.location.search));
      // What was opened by the address alone stays behind.
      change({ ...paramsOf({ ...now, ...changed }), item: undefined }, options);
    },
  ];
}
