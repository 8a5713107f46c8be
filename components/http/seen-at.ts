import { createStore, type Store } from "../ui/store.ts";

const latest = createStore(0);

/** The moment that what is shown is known to be of, in ms; 0 until something is shown. */
export const seenAt: Store<number> = latest;

/** What is shown is of that moment, if it is not of a later one. @param at ms */
export function noteSeen(at: number): void {
  if (at > latest.get()) latest.set(at);
}
