import { createStore } from "./store.ts";
import { grouped } from "#lib/grouped.ts";

/** What a screen reader is told that nothing on the screen says in words; numbered, so that the same can be said again. */
export const announcement = createStore<{ words: string; nth: number } | undefined>(undefined);

let said = 0;

export function announce(words: string): void {
  announcement.set({ words, nth: ++said });
}

/** What happens together is said at once. */
const joinMs = 1500;
let waiting = 0;

/** Says that something arrived; what comes within a moment is counted. */
export function announceArrival(): void {
  waiting++;
  if (waiting > 1) return;
  setTimeout(() => {
    announce(waiting === 1 ? "1 new notification." : `${grouped(waiting)} new notifications.`);
    waiting = 0;
  }, joinMs);
}
