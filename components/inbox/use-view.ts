"use client";

import { useAddressState } from "../ui/use-address-state.ts";
import { paramsOf, viewOf, type View } from "./view.ts";

/** The view in the address, and a function that goes to another. */
export function useView(): [View, (change: Partial<View>, options?: { replace?: boolean }) => void] {
  const [params, change] = useAddressState();
  const view = viewOf(params);
  // What was opened by the address alone stays behind.
  return [view, (changed, options) => change({ ...paramsOf({ ...view, ...changed }), item: undefined }, options)];
}
