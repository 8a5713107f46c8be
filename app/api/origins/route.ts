import { listOrigins } from "#lib/origins/list.ts";
import { listOrigins as listEndpoint } from "#lib/http/endpoints/origins.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listEndpoint, async ({ ctx }) => Response.json({ origins: await listOrigins(ctx) }));
