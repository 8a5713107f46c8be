import { dismiss } from "#lib/inbox/dismiss.ts";
import { markOne } from "#lib/inbox/mark-one.ts";
import { clearOne, markOneRead } from "#lib/http/endpoints/inbox.ts";
import { route } from "#lib/http/route.ts";

export const DELETE = route(clearOne, async ({ ctx, params }) => {
  const { undoToken } = await dismiss(ctx, params);
  return new Response(null, { status: 204, headers: { "Undo-Token": undoToken } });
});

export const PATCH = route(markOneRead, async ({ ctx, params, body: { read } }) => {
  await markOne(ctx, { ...params, read });
  return new Response(null, { status: 204 });
});
