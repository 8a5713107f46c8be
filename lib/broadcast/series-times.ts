import { minutesOf } from "#lib/clock.ts";
import { lasting } from "./lasting.ts";
import { fillIn } from "./variables.ts";

/** Days as a rule names them, the first day of the week first. */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

/** As many as a series may have to come. */
export const mostSendings = 100;

/** How long before its moment a countdown may begin. */
export const longestCountdownMin = 7 * 24 * 60;

/** Reminders before a moment. */
export interface Countdown {
  to: Date;
  /** How many minutes before it, in any order; 0 is the moment itself. */
  minutes: readonly number[];
}

/** Again on the same days of each week. */
export interface Weekly {
  days: readonly Weekday[];
  /** By the clock of the zone: `07:00`. */
  time: string;
  /** As the tz database names it: `Europe/Warsaw`. */
  zone: string;
  /** The last day on which it may be sent: `2027-01-31`. */
  until: string;
}

/** One message of a series. */
export interface Sending {
  at: Date;
  message: string;
}

const dayMs = 24 * 60 * 60 * 1000;

/** The reminders still to come, the first of them first; `{in}` in the message becomes `in 15 minutes`, and `now` at the end. */
export function countdownSendings(message: string, { to, minutes }: Countdown, nowMs: number): Sending[] {
  return [...new Set(minutes)]
    .sort((a, b) => b - a)
    .map((before) => ({
      at: new Date(to.getTime() - before * 60_000),
      message: fillIn(message, { in: before === 0 ? "now" : `in ${lasting(before * 60)}` }),
    }))
    .filter(({ at }) => at.getTime() > nowMs);
}

/**
 * When a weekly one is still to come, up to one more than a series may have. Days are those of the zone. A time that the clock
 * leaves out on a day is as much later; one that it shows twice is the first of the two.
 */
export function weeklyTimes({ days, time, zone, until }: Weekly, nowMs: number): Date[] {
  const wanted = new Set(days.map((day) => weekdays.indexOf(day)));
  const clock = clockOf(zone);
  const lastMs = Date.parse(`${until}T00:00:00Z`);
  const times: Date[] = [];
  // Days are counted where none is longer than another: as UTC has them.
  const todayMs = Math.floor(clock(nowMs) / dayMs) * dayMs;
  for (let day = todayMs; day <= lastMs && times.length <= mostSendings; day += dayMs) {
    if (!wanted.has((new Date(day).getUTCDay() + 6) % 7)) continue;
    const at = momentOf(day + minutesOf(time) * 60_000, clock);
    if (at > nowMs) times.push(new Date(at));
  }
  return times;
}

/** What the clock of a zone shows at a moment, both in ms: as if what it shows were UTC. */
type Clock = (ms: number) => number;

function clockOf(zone: string): Clock {
  const shown = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    calendar: "iso8601",
    hourCycle: "h23",
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  });
  return (ms) => {
    const part = Object.fromEntries(shown.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
}

/** The first moment at which a clock shows this; where it leaves that out, as much later as it is put forward. */
function momentOf(shownMs: number, clock: Clock): number {
  const offsetAt = (ms: number) => clock(ms) - ms;
  // No zone changes its clock twice within two days.
  const [before, after] = [shownMs - offsetAt(shownMs - dayMs), shownMs - offsetAt(shownMs + dayMs)];
  const fitting = [before, after].filter((ms) => clock(ms) === shownMs);
  return fitting.length > 0 ? Math.min(...fitting) : before;
}
