import type { Person } from "#lib/people/person.ts";
import type { Refusal } from "./refusal.ts";

/** One request to next-auth, and what it found out on its way; next-auth's own answer says too little. */
export interface Attempt {
  /** Where it came from, as the server saw it; empty when nobody knows. */
  address: string;
  /** Who signed in. */
  person?: Person;
  /** Why somebody did not. */
  refusal?: Refusal;
  /** What broke here, which next-auth would answer as if nothing had. */
  failure?: Error;
}
