"use client";

import { useHydrated } from "./use-hydrated.ts";

const shape = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } as const;
const inUtc = new Intl.DateTimeFormat("en-GB", { ...shape, timeZone: "UTC" });

/** A day and a time in the reader's own zone, such as `22 Nov, 18:00`, or `22 Nov, 18:00:07`. */
export function writeMoment(date: Date, { seconds = false }: { seconds?: boolean } = {}): string {
  return new Intl.DateTimeFormat("en-GB", { ...shape, ...(seconds && { second: "2-digit" }) }).format(date);
}

/** When something is to be or was. The server does not know the reader's zone, so it writes UTC and says so. */
export function Moment({ iso, seconds = false }: { iso: string; seconds?: boolean }) {
  const hydrated = useHydrated();
  const date = new Date(iso);
  return (
    <time
      dateTime={iso}
      title={hydrated ? date.toLocaleString(undefined, { dateStyle: "full", timeStyle: "long" }) : undefined}
      className="whitespace-nowrap"
    >
      {hydrated ? writeMoment(date, { seconds }) : `${inUtc.format(date)} UTC`}
    </time>
  );
}
