import { listTokensOf } from "#lib/tokens/list-of.ts";
import { listTokensOf as listEndpoint } from "#lib/http/endpoints/tokens.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listEndpoint, async ({ ctx, params }) =>
  Response.json({ tokens: await listTokensOf(ctx, params) }),
);
