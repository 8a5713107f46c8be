import { addMember as add } from "#lib/origins/add-member.ts";
import { listAwaited as awaitedBy } from "#lib/origins/list-awaited.ts";
import { getOrigin as get } from "#lib/origins/get.ts";
import { listMembers as membersOf } from "#lib/origins/list-members.ts";
import { listOrigins as list } from "#lib/origins/list.ts";
import { registerOrigin as register } from "#lib/origins/register.ts";
import { removeMember as leave } from "#lib/origins/remove-member.ts";
import { removeOrigin as remove } from "#lib/origins/remove.ts";
import { setLinks } from "#lib/origins/set-links.ts";
import { json, noContent } from "../answer.ts";
import * as endpoints from "../endpoints/origins.ts";
import { nextPage } from "../page.ts";
import { route } from "../route.ts";

export const listOrigins = route(endpoints.listOrigins, async ({ ctx, query }) => {
  const origins = await list(ctx, query);
  const names = origins.map(({ origin }) => origin);
  return json({ origins }, { headers: nextPage(names, query) });
});

export const getOrigin = route(endpoints.getOrigin, async ({ ctx, params }) =>
  json(await get(ctx, { name: params.origin })),
);

export const registerOrigin = route(endpoints.registerOrigin, async ({ ctx, params, body }) => {
  await register(ctx, { name: params.origin });
  if (body?.links) await setLinks(ctx, { name: params.origin, links: body.links });
  return noContent();
});

export const removeOrigin = route(endpoints.removeOrigin, async ({ ctx, params }) => {
  await remove(ctx, { name: params.origin });
  return noContent();
});

export const listMembers = route(endpoints.listMembers, async ({ ctx, params, query }) => {
  const members = await membersOf(ctx, { ...params, ...query });
  const names = members.map(({ username }) => username);
  return json({ members }, { headers: nextPage(names, query) });
});

export const listAwaited = route(endpoints.listAwaited, async ({ ctx, params, query }) => {
  const waiting = await awaitedBy(ctx, { ...params, ...query });
  const names = waiting.map(({ username }) => username);
  return json({ waiting }, { headers: nextPage(names, query) });
});

export const addMember = route(endpoints.addMember, async ({ ctx, params }) => {
  await add(ctx, params);
  return noContent();
});

export const removeMember = route(endpoints.removeMember, async ({ ctx, params }) => {
  await leave(ctx, params);
  return noContent();
});
