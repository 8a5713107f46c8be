import { revokeToken } from "#lib/tokens/revoke.ts";
import { revokeToken as revokeEndpoint } from "#lib/http/endpoints/tokens.ts";
import { route } from "#lib/http/route.ts";

export const DELETE = route(revokeEndpoint, async ({ ctx, params }) => {
  await revokeToken(ctx, params);
  return new Response(null, { status: 204 });
});
