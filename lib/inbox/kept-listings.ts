import { LRUCache } from "lru-cache";

/** A listing as it was written out, and what it was made of. */
export interface KeptListing {
  text: string;
  /** Whether more follow. */
  partial: boolean;
  /** Where the next ones are, while any remain. */
  next: string | undefined;
  asOf: string;
  fingerprint: string;
}

/**
 * The last listings of this instance, by who asked for what. Each counts as long as its fingerprint does.
 * @see docs/decisions/0022-listings-kept.md
 */
export type KeptListings = LRUCache<string, KeptListing>;

/** Some thousand listings of 50. */
const mostCharacters = 16 * 2 ** 20;
/** What one takes beside its text. */
const overhead = 500;

export const keepListings = (): KeptListings =>
  new LRUCache({ maxSize: mostCharacters, sizeCalculation: ({ text }, key) => text.length + key.length + overhead });
