import { z } from "zod";
import { atLeast, atMost } from "#lib/characters.ts";
import { textFault } from "#lib/storable.ts";

/** What an admin calls an account; also what its owner signs in with when it is a local one. */
export const username = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .check(atMost(254))
  .refine(
    (name) => !/[\s/\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(name),
    "must be without spaces, slashes and what can't be seen",
  )
  .refine((name) => textFault(name) === undefined, "holds a character that can't be stored");

/** A password to be set. Its length is what matters; the upper limit keeps hashing cheap. */
export const newPassword = z.string().check(atLeast(8)).check(atMost(1000));

export const role = z.enum(["admin", "member"]).meta({ id: "Role" });

/** Which people a list shows. */
export const peopleShown = z.enum(["all", "admins", "disabled"]);
export type PeopleShown = z.output<typeof peopleShown>;
