import { listSaved as list } from "#lib/broadcast/saved/list.ts";
import { removeSaved as remove } from "#lib/broadcast/saved/remove.ts";
import { saveMessage as save } from "#lib/broadcast/saved/save.ts";
import { takeUpSaved as takeUp } from "#lib/broadcast/saved/take-up.ts";
import { json, noContent } from "../answer.ts";
import * as endpoints from "../endpoints/broadcast.ts";
import { route } from "../route.ts";

export const listSaved = route(endpoints.listSaved, async ({ ctx }) => json({ saved: await list(ctx) }));

export const saveMessage = route(endpoints.saveMessage, async ({ ctx, body }) =>
  json(await save(ctx, body), { status: 201 }),
);

export const takeUpSaved = route(endpoints.takeUpSaved, async ({ ctx, params }) => {
  await takeUp(ctx, params);
  return noContent();
});

export const removeSaved = route(endpoints.removeSaved, async ({ ctx, params }) => {
  await remove(ctx, params);
  return noContent();
});
