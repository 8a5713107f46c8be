import type { BroadcastProgress } from "../live/broadcast-progress.ts";
import { announce } from "../ui/announce.ts";
import { grouped } from "#lib/grouped.ts";

/** A long send says so often how far it is. */
const everyMs = 5000;

let last: { id: number; atMs: number } | undefined;

/**
 * Says to a screen reader how far a broadcast is that takes its time, and how it ended. One that had ended before anybody here saw
 * it run is no news.
 * @param shown whether its result is on the page, which says its end itself
 */
export function sayProgress({ id, state, total, successful, failed }: BroadcastProgress, shown: boolean): void {
  if (state !== "running") {
    if (last?.id !== id) return;
    last = undefined;
    if (!shown) announce(`Rung: ${grouped(successful)} of ${grouped(total)} got it.`);
    return;
  }
  if (last?.id !== id) last = { id, atMs: Date.now() };
  if (Date.now() - last.atMs < everyMs) return;
  last = { id, atMs: Date.now() };
  announce(`${grouped(successful + failed)} of ${grouped(total)} labs answered.`);
}
