"use client";

import { useSearchParams } from "next/navigation";
import { whenAtWork } from "../ui/at-work.ts";
import { changeAddress, type AddressChange } from "../ui/change-address.ts";
import { paramsOf, viewOf, type View } from "./view.ts";

/** The view in the address, and a function that goes to another. */
export function useView(): [View, (change: Partial<View>, options?: AddressChange) => void] {
  return [viewOf(useSearchParams()), change];
}

function change(changed: Partial<View>, options?: AddressChange): void {
  whenAtWork(() => {
    // Of the address as it is then: what was drawn may be older, where somebody types on after a click.
    const now = viewOf(new URLSearchParams(window.location.search));
    // What was opened by the address alone stays behind.
    changeAddress({ ...paramsOf({ ...now, ...changed }), item: undefined }, options);
  });
}
