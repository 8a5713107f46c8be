import { z } from "zod";
import { grouped } from "./grouped.ts";

/** How many characters a text has, as JSON Schema counts them: code points. */
const lengthOf = (text: string): number => Array.from(text).length;

/**
 * A check that a text has so many characters at the most, documented as its `maxLength`. Zod's own counts UTF-16 code units, of
 * which a character outside the Basic Multilingual Plane has two.
 */
export function atMost(most: number, message = `must be at most ${grouped(most)} characters`) {
  const check = z.check<string>(({ value, issues }) => {
    if (value.length > most && lengthOf(value) > most)
      issues.push({ code: "too_big", origin: "string", maximum: most, inclusive: true, input: value, message });
  });
  check._zod.onattach.push(({ _zod: { bag } }) => {
    bag["maximum"] = most;
  });
  return check;
}

/** As {@link atMost}, at the least: `minLength`. */
export function atLeast(least: number, message = `must be at least ${least} characters`) {
  const check = z.check<string>(({ value, issues }) => {
    if (lengthOf(value) < least)
      issues.push({ code: "too_small", origin: "string", minimum: least, inclusive: true, input: value, message });
  });
  check._zod.onattach.push(({ _zod: { bag } }) => {
    bag["minimum"] = least;
  });
  return check;
}

/** A text of so many characters at the most: of a longer one its beginning, and `…`. Half a surrogate pair is replaced. */
export function shortened(text: string, most: number): string {
  const points = Array.from(text.toWellFormed());
  return points.length <= most ? points.join("") : `${points.slice(0, most - 1).join("")}…`;
}
