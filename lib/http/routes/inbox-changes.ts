import { clear } from "#lib/inbox/clear.ts";
import { dismiss } from "#lib/inbox/dismiss.ts";
import { markOne } from "#lib/inbox/mark-one.ts";
import { markRead } from "#lib/inbox/mark-read.ts";
import { mute } from "#lib/inbox/mute.ts";
import { undo } from "#lib/inbox/undo.ts";
import { noContent } from "../answer.ts";
import * as endpoints from "../endpoints/inbox.ts";
import { route } from "../route.ts";

export const clearAll = route(endpoints.clearAll, async ({ ctx, query }) => {
  const { undoToken } = await clear(ctx, { asOf: query.as_of });
  return noContent({ "Undo-Token": undoToken });
});

export const clearOrigin = route(endpoints.clearOrigin, async ({ ctx, params: { origin }, query }) => {
  const { undoToken } = await clear(ctx, { origin, asOf: query.as_of });
  return noContent({ "Undo-Token": undoToken });
});

export const clearOne = route(endpoints.clearOne, async ({ ctx, params }) => {
  const { undoToken } = await dismiss(ctx, params);
  return noContent({ "Undo-Token": undoToken });
});

export const markAllRead = route(endpoints.markAllRead, async ({ ctx, query }) => {
  await markRead(ctx, { asOf: query.as_of });
  return noContent();
});

export const markOriginRead = route(endpoints.markOriginRead, async ({ ctx, params: { origin }, query }) => {
  await markRead(ctx, { origin, asOf: query.as_of });
  return noContent();
});

export const markOneRead = route(endpoints.markOneRead, async ({ ctx, params, body: { read } }) => {
  await markOne(ctx, { ...params, read });
  return noContent();
});

export const undoClear = route(endpoints.undoClear, async ({ ctx, body }) => {
  await undo(ctx, body);
  return noContent();
});

export const muteOrigin = route(endpoints.muteOrigin, async ({ ctx, params: { origin } }) => {
  await mute(ctx, { origin, muted: true });
  return noContent();
});

export const unmuteOrigin = route(endpoints.unmuteOrigin, async ({ ctx, params: { origin } }) => {
  await mute(ctx, { origin, muted: false });
  return noContent();
});
