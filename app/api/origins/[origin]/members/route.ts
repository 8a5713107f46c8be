import { listMembers } from "#lib/origins/list-members.ts";
import { listMembers as listEndpoint } from "#lib/http/endpoints/origins.ts";
import { nextPart } from "#lib/http/part.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listEndpoint, async ({ ctx, params, query }) => {
  const members = await listMembers(ctx, { ...params, ...query });
  return Response.json(
    { members },
    {
      headers: nextPart(
        members.map(({ username }) => username),
        query,
      ),
    },
  );
});
