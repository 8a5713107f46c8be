/** A time of the day as it is written here: `07:00`. */
export const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Which minute of the day a {@link timeOfDay} is, from 0. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Which minute of the day the clock of a zone shows at a moment (ms since 1970). */
export const minutesIn = (timeZone: string, at: number): number =>
  minutesOf(
    new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at),
  );

/** Whether a name is one of a time zone, as the tz database has them. */
export function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
