import { whenAtWork } from "./at-work.ts";

export interface AddressChange {
  /** Does not add to what the browser goes back through: for what changes with every key. */
  replace?: boolean;
}

/**
 * Changes what is chosen on a page, as its address has it: so it outlives a reload, can be sent on, and comes back with the
 * browser's own button. What is read of it (`useSearchParams`) follows once the page is at work.
 * @param changes what is undefined or empty leaves the address, what is not named stays
 */
export function changeAddress(
  changes: Record<string, string | undefined>,
  { replace = false }: AddressChange = {},
): void {
  whenAtWork(() => {
    const { search, pathname } = window.location;
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined || value === "") next.delete(name);
      else next.set(name, value);
    }
    const query = next.size > 0 ? `?${next}` : "";
    if (query === search) return;
    window.history[replace ? "replaceState" : "pushState"](null, "", query || pathname);
  });
}
