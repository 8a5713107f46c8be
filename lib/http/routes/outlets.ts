import { basePath } from "#lib/env.ts";
import { badFields } from "#lib/errors.ts";
import { changeOutlet as change } from "#lib/outlets/change.ts";
import { muteOutlets as mute, mutedUntil } from "#lib/outlets/mute.ts";
import { listOutlets as list } from "#lib/outlets/list.ts";
import { answerLink } from "#lib/outlets/mail/answer-link.ts";
import { makeOutlet as make } from "#lib/outlets/make.ts";
import { vapidKeys } from "#lib/outlets/push/vapid-keys.ts";
import { removeOutlet as remove } from "#lib/outlets/remove.ts";
import { sendTest } from "#lib/outlets/send-test.ts";
import { json, noContent } from "../answer.ts";
import * as endpoints from "../endpoints/outlets.ts";
import { readBytes } from "../read-body.ts";
import { route } from "../route.ts";

export const listOutlets = route(endpoints.listOutlets, async ({ ctx }) =>
  json({ outlets: await list(ctx), mutedUntil: await mutedUntil(ctx), pushKey: vapidKeys(ctx.authSecret).publicKey }),
);

export const makeOutlet = route(endpoints.makeOutlet, async ({ ctx, body }) =>
  json(await make(ctx, body), { status: 201 }),
);

export const muteOutlets = route(endpoints.muteOutlets, async ({ ctx, body }) => {
  await mute(ctx, body);
  return noContent();
});

export const changeOutlet = route(endpoints.changeOutlet, async ({ ctx, params, body }) => {
  await change(ctx, { ...params, ...body });
  return noContent();
});

export const removeOutlet = route(endpoints.removeOutlet, async ({ ctx, params }) => {
  await remove(ctx, params);
  return noContent();
});

export const testOutlet = route(endpoints.testOutlet, async ({ ctx, params }) => json(await sendTest(ctx, params)));

export const listOriginOutlets = route(endpoints.listOriginOutlets, async ({ ctx, params }) =>
  json({ outlets: await list(ctx, params) }),
);

export const makeOriginOutlet = route(endpoints.makeOriginOutlet, async ({ ctx, params, body }) =>
  json(await make(ctx, { ...body, ...params }), { status: 201 }),
);

export const changeOriginOutlet = route(endpoints.changeOriginOutlet, async ({ ctx, params, body }) => {
  await change(ctx, { ...body, ...params });
  return noContent();
});

export const removeOriginOutlet = route(endpoints.removeOriginOutlet, async ({ ctx, params }) => {
  await remove(ctx, params);
  return noContent();
});

export const testOriginOutlet = route(endpoints.testOriginOutlet, async ({ ctx, params }) =>
  json(await sendTest(ctx, params)),
);

export const stopMails = route(endpoints.stopMails, async ({ ctx, params, request }) => {
  const oneClick = /\bOne-Click\b/.test((await readBytes(request)).toString());
  if (!oneClick) throw badFields([{ path: "List-Unsubscribe", message: "must be One-Click" }]);
  await answerLink(ctx, params.link, "stop");
  return noContent();
});

export const openMailLink = route(endpoints.openMailLink, async ({ params }) => ({
  status: 303,
  headers: { Location: `${basePath}/mail/${encodeURIComponent(params.link)}` },
}));
