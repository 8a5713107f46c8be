import { cancel } from "#lib/broadcast/cancel.ts";
import { edit } from "#lib/broadcast/edit.ts";
import { getBroadcast } from "#lib/broadcast/get.ts";
import { cancelBroadcast, editBroadcast, getBroadcast as getEndpoint } from "#lib/http/endpoints/broadcast.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getEndpoint, async ({ ctx, params, query }) => {
  return Response.json(await getBroadcast(ctx, { ...params, ...query }));
});

export const PUT = route(editBroadcast, async ({ ctx, params, body }) => {
  await edit(ctx, { ...params, input: body });
  return Response.json(await getBroadcast(ctx, params));
});

export const DELETE = route(cancelBroadcast, async ({ ctx, params }) => {
  await cancel(ctx, params);
  return new Response(null, { status: 204 });
});
