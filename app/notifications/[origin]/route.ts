import { clear } from "#lib/inbox/clear.ts";
import { fingerprint } from "#lib/inbox/fingerprint.ts";
import { listOrigin, pageSize } from "#lib/inbox/list-origin.ts";
import { markRead } from "#lib/inbox/mark-read.ts";
import { clearOrigin, listOriginNotifications, markOriginRead } from "#lib/http/endpoints/inbox.ts";
import { listing } from "#lib/http/listing.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(
  listOriginNotifications,
  ({ ctx, running, params: { origin }, query: { range: start }, request }) =>
    listing(
      { ctx, running, request },
      () => fingerprint(ctx, origin),
      async () => {
        const { items, total, ...state } = await listOrigin(ctx, { origin, start });
        const end = start + (items.length || pageSize) - 1;
        const body = { range_start: start, range_end: end, total_count: total, data: items };
        return { body, partial: total > end + 1, ...state };
      },
    ),
);

export const DELETE = route(clearOrigin, async ({ ctx, params: { origin }, query }) => {
  const { undoToken } = await clear(ctx, { origin, asOf: query.as_of });
  return new Response(null, { status: 204, headers: { "Undo-Token": undoToken } });
});

export const PATCH = route(markOriginRead, async ({ ctx, params: { origin }, query }) => {
  await markRead(ctx, { origin, asOf: query.as_of });
  return new Response(null, { status: 204 });
});
