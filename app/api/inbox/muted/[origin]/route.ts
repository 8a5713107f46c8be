import { mute } from "#lib/inbox/mute.ts";
import { muteOrigin, unmuteOrigin } from "#lib/http/endpoints/inbox.ts";
import { route } from "#lib/http/route.ts";

export const PUT = route(muteOrigin, async ({ ctx, params: { origin } }) => {
  await mute(ctx, { origin, muted: true });
  return new Response(null, { status: 204 });
});

export const DELETE = route(unmuteOrigin, async ({ ctx, params: { origin } }) => {
  await mute(ctx, { origin, muted: false });
  return new Response(null, { status: 204 });
});
