import { z } from "zod";
import { textFault } from "#lib/storable.ts";

/** What an admin calls an account; also what its owner signs in with when it is a local one. */
export const username = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(254, "must be at most 254 characters")
  .refine(
    (name) => !/[\s/\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(name),
    "must be without spaces, slashes and what can't be seen",
  )
  .refine((name) => textFault(name) === undefined, "holds a character that can't be stored");

/** A password to be set. Its length is what matters; the upper limit keeps hashing cheap. */
export const newPassword = z
  .string()
  .min(8, "must be at least 8 characters")
  .max(1000, "must be at most 1,000 characters");

export const role = z.enum(["admin", "member"]).meta({ id: "Role" });

/** Which people a list shows. */
export const peopleShown = z.enum(["all", "admins", "disabled"]);
export type PeopleShown = z.output<typeof peopleShown>;
