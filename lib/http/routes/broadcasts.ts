import { basePath } from "#lib/env.ts";
import { activeServers } from "#lib/broadcast/active-servers.ts";
import { cancel } from "#lib/broadcast/cancel.ts";
import { checkRecipients as check } from "#lib/broadcast/check-recipients.ts";
import { clearSent as clear } from "#lib/broadcast/clear-sent.ts";
import { csvOf } from "#lib/broadcast/csv.ts";
import { edit } from "#lib/broadcast/edit.ts";
import { getBroadcast as get } from "#lib/broadcast/get.ts";
import { listSent as list } from "#lib/broadcast/list-sent.ts";
import { retry } from "#lib/broadcast/retry.ts";
import { send } from "#lib/broadcast/send.ts";
import { waitUntilRung } from "#lib/broadcast/wait-until-rung.ts";
import { json, noContent } from "../answer.ts";
import * as endpoints from "../endpoints/broadcast.ts";
import { idempotencyKey, replay } from "../idempotency-key.ts";
import { route } from "../route.ts";
import { fromAnotherSite, isFromElsewhere } from "../same-origin.ts";

const addressOf = (id: number) => `${basePath}/hub/api/notifications/broadcast/${id}`;

export const sendBroadcast = route(endpoints.sendBroadcast, async ({ ctx, running, body, request }) => {
  const later = /\brespond-async\b/i.test(request.headers.get("prefer") ?? "");
  const { id, replayed } = await send(ctx, body, {
    idempotencyKey: idempotencyKey(request),
    planLater: later,
  });
  const stored = await get(ctx, { id });
  const headers = replay(replayed);
  const takenOn = () =>
    json(stored, {
      status: 202,
      headers: { ...headers, Location: addressOf(id), ...(later && { "Preference-Applied": "respond-async" }) },
    });
  if (later || body.sendAt) return takenOn();
  // Stored, it goes on: whoever waited in vain is told where to look, not to send it again.
  try {
    const rung = await waitUntilRung(ctx, id, AbortSignal.any([request.signal, running.leaving]));
    return rung ? json(await get(ctx, { id }), { headers }) : takenOn();
  } catch (error) {
    running.log.warn({ err: error, id }, "a broadcast could not be waited for");
    return takenOn();
  }
});

export const getBroadcast = route(endpoints.getBroadcast, async ({ ctx, params, query }) =>
  json(await get(ctx, { ...params, ...query })),
);

export const editBroadcast = route(endpoints.editBroadcast, async ({ ctx, params, body }) => {
  await edit(ctx, { ...params, input: body });
  return json(await get(ctx, params));
});

export const cancelBroadcast = route(endpoints.cancelBroadcast, async ({ ctx, params }) => {
  await cancel(ctx, params);
  return noContent();
});

export const retryBroadcast = route(endpoints.retryBroadcast, async ({ ctx, params, query }) => {
  await retry(ctx, { ...params, ...query });
  return json(await get(ctx, params), { status: 202, headers: { Location: addressOf(params.id) } });
});

export const exportBroadcast = route(endpoints.exportBroadcast, async ({ ctx, params }) => {
  const { id, details = [] } = await get(ctx, params);
  return {
    status: 200,
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="broadcast-${id}.csv"`,
    },
    body: csvOf(details),
  };
});

export const checkRecipients = route(endpoints.checkRecipients, async ({ ctx, body }) => json(await check(ctx, body)));

export const listActiveServers = route(endpoints.listActiveServers, async ({ ctx, running, query, request }) => {
  // Each lab that is looked into costs the hub a token: no link of another site's has that done in somebody's name.
  if (query.probe && ctx.actor.via === "session" && isFromElsewhere(request)) throw fromAnotherSite(running);
  return json(await activeServers(ctx, { ...query, signal: request.signal }));
});

export const listSent = route(endpoints.listSent, async ({ ctx, query }) =>
  json({ notifications: await list(ctx, query) }),
);

export const clearSent = route(endpoints.clearSent, async ({ ctx }) => json(await clear(ctx)));
