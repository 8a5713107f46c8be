const localMinutePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const hourMs = 60 * 60 * 1000;
const two = (part: number) => String(part).padStart(2, "0");

/** A moment as a `datetime-local` field writes it, in the browser's own zone: `2026-11-22T18:00`. */
export function toLocalMinute(date: Date): string {
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** What such a field holds, as a moment; nothing while it is not filled in. */
export function fromLocalMinute(text: string): Date | undefined {
  if (!localMinutePattern.test(text)) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The next full hour that is at least half an hour away. */
export function soonHour(nowMs: number): Date {
  return new Date(Math.ceil((nowMs + hourMs / 2) / hourMs) * hourMs);
}

/** A moment as ISO 8601 with the offset that the browser's zone has then: `2026-11-22T18:00:00+01:00`. */
export function isoWithOffset(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const size = Math.abs(offset);
  return `${toLocalMinute(date)}:${two(date.getSeconds())}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
