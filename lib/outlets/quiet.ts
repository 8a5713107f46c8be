import { minutesIn, minutesOf } from "#lib/clock.ts";
import type { Quiet } from "./schema.ts";

const dayMin = 24 * 60;

/**
 * How long it is to be quiet from a moment on, in ms; 0: it is not. Where a clock is put back or forward meanwhile that is an hour off, and
 * whoever waited asks again.
 */
export function quietForMs({ from, to, zone }: Quiet, now: Date): number {
  const [begins, ends, at] = [minutesOf(from), minutesOf(to), minutesIn(zone, now.getTime())];
  const sinceBegin = (at - begins + dayMin) % dayMin;
  if (sinceBegin >= (ends - begins + dayMin) % dayMin) return 0;
  return ((ends - at + dayMin) % dayMin) * 60_000 - (now.getTime() % 60_000);
}
