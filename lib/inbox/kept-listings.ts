import { LRUCache } from "lru-cache";
import type { Ctx } from "#lib/ctx.ts";

/** A listing, written out, and what it was made of. */
export interface Listing {
  text: string;
  /** Whether more follow; left out: it is whole. */
  partial?: boolean;
  /** Where the next ones are, while any remain: a path with its query. */
  next?: string | undefined;
  asOf: string;
  fingerprint: string;
}

/**
 * The last listings of this instance, by who asked for what. Each counts as long as its fingerprint does.
 * @see docs/decisions/0022-listings-kept.md
 */
export type KeptListings = LRUCache<string, Listing>;

/** Some thousand listings of 50. */
const mostCharacters = 16 * 2 ** 20;
/** What one takes beside its text. */
const overhead = 500;

export const keepListings = (): KeptListings =>
  new LRUCache({ maxSize: mostCharacters, sizeCalculation: ({ text }, key) => text.length + key.length + overhead });

/**
 * A listing. One that was asked for before is not read again while its fingerprint holds.
 * @param address what was asked for, with its query
 * @param fingerprint of the listing as it would be read now
 */
export async function keptListing(
  { listings, actor, address }: { listings: KeptListings; actor: Pick<Ctx["actor"], "personId">; address: string },
  fingerprint: () => Promise<string>,
  read: () => Promise<Listing>,
): Promise<Listing> {
  const key = `${actor.personId} ${address}`;
  const kept = listings.get(key);
  if (kept && kept.fingerprint === (await fingerprint())) return kept;
  const made = await read();
  listings.set(key, made);
  return made;
}
