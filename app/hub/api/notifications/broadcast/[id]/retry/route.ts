import { getBroadcast } from "#lib/broadcast/get.ts";
import { retry } from "#lib/broadcast/retry.ts";
import { retryBroadcast } from "#lib/http/endpoints/broadcast.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(retryBroadcast, async ({ ctx, params, query }) => {
  await retry(ctx, { ...params, ...query });
  return Response.json(await getBroadcast(ctx, params), { status: 202 });
});
