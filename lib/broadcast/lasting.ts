import { grouped } from "#lib/grouped.ts";

const units = [
  { word: "day", lengthS: 86_400 },
  { word: "hour", lengthS: 3600 },
  { word: "minute", lengthS: 60 },
  { word: "second", lengthS: 1 },
] as const;

/** A length that somebody chose, in the largest unit that it is a whole number of: `8 hours`, `90 minutes`. In seconds. */
export function lasting(seconds: number): string {
  const unit = units.find(({ lengthS }) => seconds % lengthS === 0) ?? units[3];
  const count = seconds / unit.lengthS;
  return `${grouped(count)} ${unit.word}${count === 1 ? "" : "s"}`;
}
