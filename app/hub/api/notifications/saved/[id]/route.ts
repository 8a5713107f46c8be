import { removeSaved } from "#lib/broadcast/saved/remove.ts";
import { removeSaved as removeEndpoint } from "#lib/http/endpoints/broadcast.ts";
import { route } from "#lib/http/route.ts";

export const DELETE = route(removeEndpoint, async ({ ctx, params }) => {
  await removeSaved(ctx, params);
  return new Response(null, { status: 204 });
});
