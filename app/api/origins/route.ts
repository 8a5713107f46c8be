import { listOrigins } from "#lib/origins/list.ts";
import { listOrigins as listEndpoint } from "#lib/http/endpoints/origins.ts";
import { nextPart } from "#lib/http/part.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listEndpoint, async ({ ctx, query }) => {
  const origins = await listOrigins(ctx, query);
  return Response.json(
    { origins },
    {
      headers: nextPart(
        origins.map(({ origin }) => origin),
        query,
      ),
    },
  );
});
