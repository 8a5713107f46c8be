import { undo } from "#lib/inbox/undo.ts";
import { undoClear } from "#lib/http/endpoints/inbox.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(undoClear, async ({ ctx, body }) => {
  await undo(ctx, body);
  return new Response(null, { status: 204 });
});
