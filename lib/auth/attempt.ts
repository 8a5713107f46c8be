import type { Person } from "#lib/people/person.ts";
import type { Refusal } from "./refusal.ts";

/** What one request to next-auth found out on its way, of which its own answer says too little. */
export interface Attempt {
  /** Who signed in. */
  person?: Person;
  /** Why somebody did not. */
  refusal?: Refusal;
}
