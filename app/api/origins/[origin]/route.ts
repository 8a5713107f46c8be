import { getOrigin } from "#lib/origins/get.ts";
import { registerOrigin } from "#lib/origins/register.ts";
import { removeOrigin } from "#lib/origins/remove.ts";
import {
  getOrigin as getEndpoint,
  registerOrigin as registerEndpoint,
  removeOrigin as removeEndpoint,
} from "#lib/http/endpoints/origins.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getEndpoint, async ({ ctx, params }) =>
  Response.json(await getOrigin(ctx, { name: params.origin })),
);

export const PUT = route(registerEndpoint, async ({ ctx, params }) => {
  await registerOrigin(ctx, { name: params.origin });
  return new Response(null, { status: 204 });
});

export const DELETE = route(removeEndpoint, async ({ ctx, params }) => {
  await removeOrigin(ctx, { name: params.origin });
  return new Response(null, { status: 204 });
});
