import { minutesIn, minutesOf } from "#lib/clock.ts";
import type { Digest, DigestAt } from "./schema.ts";

const [hourMs, dayMin] = [3_600_000, 24 * 60];

/** What a daily mail goes by where nothing was said. */
export const usualDigestAt: DigestAt = { time: "08:00", zone: "UTC" };

/** When what arrived at a moment is told of: at the next full hour, or the next time the clock shows that time in its zone. */
export function digestDue(digest: Digest, { time, zone }: DigestAt, arrived: Date): Date {
  if (digest === "hourly") return new Date((Math.floor(arrived.getTime() / hourMs) + 1) * hourMs);
  const wanted = minutesOf(time);
  const minute = arrived.getTime() - (arrived.getTime() % 60_000);
  const wait = (wanted - minutesIn(zone, minute) + dayMin) % dayMin || dayMin;
  const due = minute + wait * 60_000;
  // Where the clock was put back or forward meanwhile, it shows another time by then.
  const off = ((minutesIn(zone, due) - wanted + dayMin + dayMin / 2) % dayMin) - dayMin / 2;
  return new Date(due - off * 60_000);
}
