import { createToken } from "#lib/tokens/create.ts";
import { listTokens } from "#lib/tokens/list.ts";
import { createToken as createEndpoint, listTokens as listEndpoint } from "#lib/http/endpoints/tokens.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listEndpoint, async ({ ctx }) => Response.json({ tokens: await listTokens(ctx) }));

export const POST = route(createEndpoint, async ({ ctx, body }) =>
  Response.json(await createToken(ctx, body), { status: 201 }),
);
