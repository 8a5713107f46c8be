import { cancel } from "#lib/broadcast/cancel.ts";
import { getBroadcast } from "#lib/broadcast/get.ts";
import { cancelBroadcast, getBroadcast as getEndpoint } from "#lib/http/endpoints/broadcast.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getEndpoint, async ({ ctx, params, query }) => {
  return Response.json(await getBroadcast(ctx, { ...params, ...query }));
});

export const DELETE = route(cancelBroadcast, async ({ ctx, params }) => {
  await cancel(ctx, params);
  return new Response(null, { status: 204 });
});
