import { basePath } from "#lib/env.ts";
import { cancelSeries as cancel } from "#lib/broadcast/series/cancel.ts";
import { getSeries as get } from "#lib/broadcast/series/get.ts";
import { startSeries as start } from "#lib/broadcast/series/start.ts";
import { json, noContent } from "../answer.ts";
import * as endpoints from "../endpoints/broadcast.ts";
import { idempotencyKey, replay } from "../idempotency-key.ts";
import { route } from "../route.ts";

export const startSeries = route(endpoints.startSeries, async ({ ctx, body, request }) => {
  const { id, replayed } = await start(ctx, body, { idempotencyKey: idempotencyKey(request) });
  return json(await get(ctx, { id }), {
    status: 201,
    headers: { ...replay(replayed), Location: `${basePath}/hub/api/notifications/series/${id}` },
  });
});

export const getSeries = route(endpoints.getSeries, async ({ ctx, params }) => json(await get(ctx, params)));

export const cancelSeries = route(endpoints.cancelSeries, async ({ ctx, params }) => {
  await cancel(ctx, params);
  return noContent();
});
