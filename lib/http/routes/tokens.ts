import { createToken as create } from "#lib/tokens/create.ts";
import { listTokensOf as listOf } from "#lib/tokens/list-of.ts";
import { listTokens as list } from "#lib/tokens/list.ts";
import { revokeTokenOf as revokeOf } from "#lib/tokens/revoke-of.ts";
import { revokeToken as revoke } from "#lib/tokens/revoke.ts";
import { json, noContent } from "../answer.ts";
import * as endpoints from "../endpoints/tokens.ts";
import { route } from "../route.ts";

export const listTokens = route(endpoints.listTokens, async ({ ctx }) => json({ tokens: await list(ctx) }));

export const createToken = route(endpoints.createToken, async ({ ctx, body }) =>
  json(await create(ctx, body), { status: 201 }),
);

export const revokeToken = route(endpoints.revokeToken, async ({ ctx, params }) => {
  await revoke(ctx, params);
  return noContent();
});

export const listTokensOf = route(endpoints.listTokensOf, async ({ ctx, params }) =>
  json({ tokens: await listOf(ctx, params) }),
);

export const revokeTokenOf = route(endpoints.revokeTokenOf, async ({ ctx, params }) => {
  await revokeOf(ctx, params);
  return noContent();
});
