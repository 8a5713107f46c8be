import type { Quiet } from "./schema.ts";

const dayMin = 24 * 60;

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/**
 * How long it is to be quiet from a moment on, in ms; 0: it is not. Where a clock is put back or forward meanwhile that is an hour off, and
 * whoever waited asks again.
 */
export function quietForMs({ from, to, zone }: Quiet, now: Date): number {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const [begins, ends, at] = [minuteOf(from), minuteOf(to), minuteOf(clock.format(now))];
  const sinceBegin = (at - begins + dayMin) % dayMin;
  if (sinceBegin >= (ends - begins + dayMin) % dayMin) return 0;
  return ((ends - at + dayMin) % dayMin) * 60_000 - (now.getTime() % 60_000);
}
