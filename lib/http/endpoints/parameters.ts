import { z } from "zod";
import { atMost } from "#lib/characters.ts";
import { textFault } from "#lib/storable.ts";

/** A whole number written in digits; documented as the integer it is. */
export function wholeNumber(bounds: { least?: number; most: number; otherwise: number }) {
  const { least = 0, most, otherwise } = bounds;
  return someNumber(bounds)
    .default(otherwise)
    .meta({ documented: z.int().min(least).max(most).default(otherwise) });
}

/** The same, which may be left out by `optional()`. */
export function someNumber({ least = 0, most }: { least?: number; most: number }) {
  return z
    .string()
    .regex(/^\d+$/, "must be a whole number of at least 0")
    .transform(Number)
    .refine((number) => number >= least, `must be at least ${least}`)
    .refine((number) => number <= most, `must be at most ${most}`)
    .meta({ documented: z.int().min(least).max(most) });
}

/** Yes or no in an address: the words `true` and `false` alone. */
export const flag = (otherwise: boolean) =>
  z
    .enum(["true", "false"], "must be true or false")
    .default(otherwise ? "true" : "false")
    .transform((text) => text === "true")
    .meta({ documented: z.boolean().default(otherwise) });

/** A name in a path. It need not be one that could exist: what is unknown is answered as such. */
export const someName = z
  .string()
  .check(atMost(255))
  .refine((name) => textFault(name) === undefined, "holds a character that no name has");

/** An id in a path. A number too large for an id is an id nobody has. */
export const someId = z
  .string()
  .regex(/^\d+$/, "must be a number")
  .transform((digits) => Math.min(Number(digits), Number.MAX_SAFE_INTEGER))
  .meta({ documented: z.int().min(0) });
