import { clearSent } from "#lib/broadcast/clear-sent.ts";
import { listSent } from "#lib/broadcast/list-sent.ts";
import { clearSent as clearEndpoint, listSent as listEndpoint } from "#lib/http/endpoints/broadcast.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listEndpoint, async ({ ctx, query }) => {
  return Response.json({ notifications: await listSent(ctx, query) });
});

export const DELETE = route(clearEndpoint, async ({ ctx }) => {
  return Response.json(await clearSent(ctx));
});
