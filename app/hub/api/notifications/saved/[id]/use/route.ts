import { takeUpSaved } from "#lib/broadcast/saved/take-up.ts";
import { takeUpSaved as takeUpEndpoint } from "#lib/http/endpoints/broadcast.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(takeUpEndpoint, async ({ ctx, params }) => {
  await takeUpSaved(ctx, params);
  return new Response(null, { status: 204 });
});
