import { clear } from "#lib/inbox/clear.ts";
import { dismiss } from "#lib/inbox/dismiss.ts";
import { keep } from "#lib/inbox/keep.ts";
import { markOne } from "#lib/inbox/mark-one.ts";
import { markRead } from "#lib/inbox/mark-read.ts";
import { mute } from "#lib/inbox/mute.ts";
import { undo } from "#lib/inbox/undo.ts";
import { noContent, type Answer } from "../answer.ts";
import * as endpoints from "../endpoints/inbox.ts";
import { route } from "../route.ts";

const clearedBy = ({ undoToken, cleared }: { undoToken: string; cleared: number }): Answer =>
  noContent({ "Undo-Token": undoToken, "Cleared-Count": String(cleared) });

export const clearAll = route(endpoints.clearAll, async ({ ctx, query: { as_of: asOf, muted, ...filter } }) =>
  clearedBy(await clear(ctx, { ...filter, asOf, unmuted: !muted })),
);

export const clearOrigin = route(
  endpoints.clearOrigin,
  async ({ ctx, params: { origin }, query: { as_of: asOf, muted, ...filter } }) =>
    clearedBy(await clear(ctx, { ...filter, origin, asOf, unmuted: !muted })),
);

export const clearOne = route(endpoints.clearOne, async ({ ctx, params }) => clearedBy(await dismiss(ctx, params)));

const markedBy = ({ undoToken, marked }: { undoToken: string; marked: number }): Answer =>
  noContent({ "Undo-Token": undoToken, "Marked-Count": String(marked) });

export const markAllRead = route(endpoints.markAllRead, async ({ ctx, query: { as_of: asOf, muted, ...filter } }) =>
  markedBy(await markRead(ctx, { ...filter, asOf, unmuted: !muted })),
);

export const markOriginRead = route(
  endpoints.markOriginRead,
  async ({ ctx, params: { origin }, query: { as_of: asOf, muted, ...filter } }) =>
    markedBy(await markRead(ctx, { ...filter, origin, asOf, unmuted: !muted })),
);

export const markOneRead = route(endpoints.markOneRead, async ({ ctx, params, body: { read, kept } }) => {
  if (kept !== undefined) await keep(ctx, { ...params, kept });
  if (read !== undefined) await markOne(ctx, { ...params, read });
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
