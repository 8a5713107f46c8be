import { z } from "zod";
import { atMost } from "#lib/characters.ts";
import { textFault } from "#lib/storable.ts";

/** What a feed is known by in the list of them. */
export const feedInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "must not be empty")
    .check(atMost(100))
    .refine((name) => textFault(name) === undefined, "holds a character that can't be stored"),
});
