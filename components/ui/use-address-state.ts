"use client";

import { useSearchParams } from "next/navigation";
import { whenAtWork } from "./at-work.ts";

export interface AddressChange {
  /** Does not add to what the browser goes back through: for what changes with every key. */
  replace?: boolean;
}

/**
 * What is chosen on a page, as its address has it: so it outlives a reload, can be sent on, and comes back with the
 * browser's own button.
 * @returns what the address holds, and a function that changes some of it; what is undefined or empty leaves the address
 */
export function useAddressState(): [
  Pick<URLSearchParams, "get">,
  (changes: Record<string, string | undefined>, options?: AddressChange) => void,
] {
  const params = useSearchParams();
  return [params, (changes, options) => whenAtWork(() => changeAddress(changes, options))];
}

function changeAddress(changes: Record<string, string | undefined>, { replace = false }: AddressChange = {}): void {
  const { search, pathname } = window.location;
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") next.delete(name);
    else next.set(name, value);
  }
  const query = next.size > 0 ? `?${next}` : "";
  if (query === search) return;
  window.history[replace ? "replaceState" : "pushState"](null, "", query || pathname);
}
