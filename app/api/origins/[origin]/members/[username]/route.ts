import { addMember } from "#lib/origins/add-member.ts";
import { removeMember } from "#lib/origins/remove-member.ts";
import { addMember as addEndpoint, removeMember as removeEndpoint } from "#lib/http/endpoints/origins.ts";
import { route } from "#lib/http/route.ts";

export const PUT = route(addEndpoint, async ({ ctx, params }) => {
  await addMember(ctx, params);
  return new Response(null, { status: 204 });
});

export const DELETE = route(removeEndpoint, async ({ ctx, params }) => {
  await removeMember(ctx, params);
  return new Response(null, { status: 204 });
});
