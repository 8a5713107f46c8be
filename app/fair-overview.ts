import { cache } from "react";
import type { Seed } from "#components/http/seeded.tsx";
import { unreadIn, urgentOf, type Inbox } from "#components/inbox/inbox.ts";
import { inboxQuery } from "#components/inbox/queries.ts";
import type { Actor } from "#lib/ctx.ts";
import { basePath } from "#lib/env.ts";
import { pollIntervalS } from "#lib/http/listing.ts";
import { fingerprint } from "#lib/inbox/fingerprint.ts";
import { keptListing, type Listing } from "#lib/inbox/kept-listings.ts";
import { overview, type Overview } from "#lib/inbox/overview.ts";
import { instance, systemCtx } from "#lib/instance.ts";

/**
 * A person's inbox as the pages show it, written out: read once for the frame around a page and the page itself, and not again while
 * nothing in it changes; the browser's own request for it is answered with the same.
 */
const fairListing = cache(async (actor: Actor): Promise<Listing> => {
  const running = instance();
  const ctx = { ...systemCtx(running), actor };
  return keptListing(
    { listings: running.listings, actor, address: `${basePath}/api/inbox?fair=true` },
    () => fingerprint(ctx),
    async () => {
      const { overview: found, ...state } = await overview(ctx, { fair: true });
      return { text: JSON.stringify(found), ...state };
    },
  );
});

/** What is made of a listing once, however many pages show it while it is kept. */
function madeOnce<T extends number | string>(make: (found: Overview, asOf: string) => T) {
  const made = new WeakMap<Listing, T>();
  return async (actor: Actor): Promise<T> => {
    const listing = await fairListing(actor);
    const known = made.get(listing) ?? make(JSON.parse(listing.text) as Overview, listing.asOf);
    made.set(listing, known);
    return known;
  };
}

/** How many notifications a person has not read, as the list counts them. */
export const unreadOf = madeOnce(({ origins, recent: items }) => unreadIn({ origins, items }));

/** What the notification centre's first query would fetch: a {@link Seed} as JSON. */
export const inboxSeed = madeOnce(({ recent: items, origins, clearedAt, version }, asOf) => {
  const inbox: Inbox = {
    items,
    urgent: urgentOf(items),
    origins,
    clearedAt,
    asOf,
    version,
    pollMs: pollIntervalS * 1000,
  };
  return JSON.stringify([inboxQuery.queryKey, inbox] satisfies Seed);
});
