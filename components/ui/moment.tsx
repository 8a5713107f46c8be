"use client";

import { useHydrated } from "./use-hydrated.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];
const twoDigits = (number: number) => String(number).padStart(2, "0");

/** A day and a time in the reader's own zone, such as `22 Nov, 18:00`, or `22 Nov, 18:00:07`. */
export function writeMoment(date: Date, { seconds = false }: { seconds?: boolean } = {}): string {
  const time = [date.getHours(), date.getMinutes(), ...(seconds ? [date.getSeconds()] : [])];
  return `${date.getDate()} ${months[date.getMonth()]}, ${time.map(twoDigits).join(":")}`;
}

/** The same in UTC, to the minute. */
function writeInUtc(date: Date): string {
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}, ${date.toISOString().slice(11, 16)} UTC`;
}

/** When something is to be or was, and the whole of it on hover. The server does not know the reader's zone, so it writes UTC and says so. */
export function Moment({ iso, seconds = false }: { iso: string; seconds?: boolean }) {
  const hydrated = useHydrated();
  const date = new Date(iso);
  return (
    <time
      dateTime={iso}
      onPointerEnter={({ currentTarget }) =>
        (currentTarget.title = date.toLocaleString(undefined, { dateStyle: "full", timeStyle: "long" }))
      }
      className="whitespace-nowrap"
    >
      {hydrated ? writeMoment(date, { seconds }) : writeInUtc(date)}
    </time>
  );
}
