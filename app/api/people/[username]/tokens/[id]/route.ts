import { revokeTokenOf } from "#lib/tokens/revoke-of.ts";
import { revokeTokenOf as revokeEndpoint } from "#lib/http/endpoints/tokens.ts";
import { route } from "#lib/http/route.ts";

export const DELETE = route(revokeEndpoint, async ({ ctx, params }) => {
  await revokeTokenOf(ctx, params);
  return new Response(null, { status: 204 });
});
