import { tokenOf } from "#lib/auth/actor.ts";
import { basePath } from "#lib/env.ts";
import { listCalls } from "#lib/inlets/list-calls.ts";
import { listInlets as list } from "#lib/inlets/list.ts";
import { makeInlet as make } from "#lib/inlets/make.ts";
import { receive } from "#lib/inlets/receive.ts";
import { removeInlet as remove } from "#lib/inlets/remove.ts";
import { json, noContent } from "../answer.ts";
import type { ApiRequest } from "../api-request.ts";
import * as endpoints from "../endpoints/inlets.ts";
import { publicOrigin } from "../public-origin.ts";
import { readBytes, readJson } from "../read-body.ts";
import { route } from "../route.ts";

export const listInlets = route(endpoints.listInlets, async ({ ctx, params }) =>
  json({ inlets: await list(ctx, params) }),
);

export const makeInlet = route(endpoints.makeInlet, async ({ ctx, running, params, body, request }) => {
  const made = await make(ctx, { ...params, ...body });
  return json({ ...made, url: `${publicOrigin(running, request)}${basePath}/hooks/${made.id}` }, { status: 201 });
});

export const removeInlet = route(endpoints.removeInlet, async ({ ctx, params }) => {
  await remove(ctx, params);
  return noContent();
});

export const listInletCalls = route(endpoints.listInletCalls, async ({ ctx, params }) =>
  json({ calls: await listCalls(ctx, params) }),
);

export const receiveDelivery = route(endpoints.receiveDelivery, async ({ ctx, params, query, request }) => {
  const bytes = await readBytes(request);
  const received = await receive(ctx, {
    id: params.id,
    bytes,
    header: (name) => request.headers.get(name) ?? undefined,
    token: tokenOf(request) ?? query.token,
    json: () => readJson(payloadOf(request, bytes)),
  });
  return json(received, { status: 202 });
});

/** GitHub's hooks send a form unless they are told otherwise, with the JSON in one field of it. */
function payloadOf({ headers }: ApiRequest, bytes: Buffer): Buffer {
  if (headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") !== true) return bytes;
  return Buffer.from(new URLSearchParams(bytes.toString()).get("payload") ?? "");
}
