import { getBroadcast } from "#lib/broadcast/get.ts";
import { send } from "#lib/broadcast/send.ts";
import { waitUntilRung } from "#lib/broadcast/wait-until-rung.ts";
import { basePath } from "#lib/base-path.ts";
import { sendBroadcast } from "#lib/http/endpoints/broadcast.ts";
import { idempotencyKey } from "#lib/http/idempotency-key.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(sendBroadcast, async ({ ctx, body, request }) => {
  const later = /\brespond-async\b/i.test(request.headers.get("prefer") ?? "");
  const { id } = await send(ctx, body, {
    idempotencyKey: idempotencyKey(request),
    planLater: later,
  });
  const location = `${basePath}/hub/api/notifications/broadcast/${id}`;
  if (later || body.sendAt)
    return Response.json(await getBroadcast(ctx, { id }), { status: 202, headers: { Location: location } });
  await waitUntilRung(ctx, id, request.signal);
  return Response.json(await getBroadcast(ctx, { id }));
});
