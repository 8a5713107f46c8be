import { changeOutlet as change } from "#lib/outlets/change.ts";
import { listOutlets as list } from "#lib/outlets/list.ts";
import { makeOutlet as make } from "#lib/outlets/make.ts";
import { removeOutlet as remove } from "#lib/outlets/remove.ts";
import { sendTest } from "#lib/outlets/send-test.ts";
import { json, noContent } from "../answer.ts";
import * as endpoints from "../endpoints/outlets.ts";
import { route } from "../route.ts";

export const listOutlets = route(endpoints.listOutlets, async ({ ctx }) => json({ outlets: await list(ctx) }));

export const makeOutlet = route(endpoints.makeOutlet, async ({ ctx, body }) =>
  json(await make(ctx, body), { status: 201 }),
);

export const changeOutlet = route(endpoints.changeOutlet, async ({ ctx, params, body }) => {
  await change(ctx, { ...params, ...body });
  return noContent();
});

export const removeOutlet = route(endpoints.removeOutlet, async ({ ctx, params }) => {
  await remove(ctx, params);
  return noContent();
});

export const testOutlet = route(endpoints.testOutlet, async ({ ctx, params }) => json(await sendTest(ctx, params)));
