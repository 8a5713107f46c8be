import { cache } from "react";
import type { Actor } from "#lib/ctx.ts";
import { basePath } from "#lib/env.ts";
import { fingerprint } from "#lib/inbox/fingerprint.ts";
import { keptListing } from "#lib/inbox/kept-listings.ts";
import { overview, type Overview } from "#lib/inbox/overview.ts";
import { instance, systemCtx } from "#lib/instance.ts";

/**
 * A person's inbox as the pages show it: read once for the frame around a page and the page itself, and not again while
 * nothing in it changes; the browser's own request for it is answered with the same.
 */
export const fairOverview = cache(async (actor: Actor): Promise<{ overview: Overview; asOf: string }> => {
  const running = instance();
  const ctx = { ...systemCtx(running), actor };
  const { text, asOf } = await keptListing(
    { listings: running.listings, actor, address: `${basePath}/api/inbox?fair=true` },
    () => fingerprint(ctx),
    async () => {
      const { overview: found, ...state } = await overview(ctx, { fair: true });
      return { text: JSON.stringify(found), ...state };
    },
  );
  return { overview: JSON.parse(text) as Overview, asOf };
});
