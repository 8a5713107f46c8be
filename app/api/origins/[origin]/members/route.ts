import { listMembers } from "#lib/origins/list-members.ts";
import { listMembers as listEndpoint } from "#lib/http/endpoints/origins.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listEndpoint, async ({ ctx, params }) => Response.json({ members: await listMembers(ctx, params) }));
