import { activeServers } from "#lib/broadcast/active-servers.ts";
import { listActiveServers } from "#lib/http/endpoints/broadcast.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listActiveServers, async ({ ctx, query, request }) => {
  return Response.json({ servers: await activeServers(ctx, { ...query, signal: request.signal }) });
});
