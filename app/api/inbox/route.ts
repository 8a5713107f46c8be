import { fingerprint } from "#lib/inbox/fingerprint.ts";
import { overview } from "#lib/inbox/overview.ts";
import { getInbox } from "#lib/http/endpoints/inbox.ts";
import { listing } from "#lib/http/listing.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getInbox, ({ ctx, running, request }) =>
  listing(
    { ctx, running, request },
    () => fingerprint(ctx),
    async () => {
      const { overview: body, ...state } = await overview(ctx);
      return { body, ...state };
    },
  ),
);
